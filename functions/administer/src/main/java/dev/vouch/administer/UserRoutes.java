package dev.vouch.administer;

import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.administration.Member;
import dev.vouch.core.administration.UserAdministration;
import dev.vouch.core.administration.UserAdministration.Invited;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /admin/users} and the keys below it. */
final class UserRoutes {
  private final UserAdministration users;
  private final PublicBaseUrl base;
  private final InstantSource clock;

  UserRoutes(UserAdministration users, PublicBaseUrl base, InstantSource clock) {
    this.users = users;
    this.base = base;
    this.clock = clock;
  }

  List<Route> routes(CallerGate gate) {
    return List.of(
        gate.route("POST", "/admin/users", this::invite),
        gate.route("GET", "/admin/users", (actor, request) -> list()),
        gate.route("POST", "/admin/users/{user}/disable", this::disable),
        gate.route("POST", "/admin/users/{user}/enable", this::enable),
        gate.route("GET", "/admin/users/{user}/keys", (actor, request) -> keys(request)),
        gate.route("DELETE", "/admin/users/{user}/keys/{key}", this::removeKey));
  }

  private Response invite(String actor, Request request) throws InvalidRequest, InvalidJson {
    JsonObject body = request.json().only("email", "groups");
    return Answers.of(
        users.invite(actor, body.string("email"), body.strings("groups"), clock.instant()),
        this::invited);
  }

  private Response invited(Invited invited) {
    Map<String, Object> user = view(invited.user());
    user.put("created_at", Answers.time(invited.user().createdAt()));
    // the secret is in the fragment, which browsers send to nobody
    String url = base.resolve("/enroll#" + invited.secret().reveal());
    Map<String, Object> invitation = new LinkedHashMap<>();
    invitation.put("url", url);
    invitation.put("expires_at", Answers.time(invited.expiresAt()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user", user);
    answer.put("invitation", invitation);
    return Response.json(201, answer);
  }

  private Response list() {
    return Response.json(
        200, Map.of("users", users.list().stream().map(UserRoutes::view).toList()));
  }

  private Response disable(String actor, Request request) throws InvalidRequest {
    String user = Answers.parameter(request, "user");
    return Answers.of(users.disable(actor, user, clock.instant()), UserRoutes::changed);
  }

  private Response enable(String actor, Request request) throws InvalidRequest {
    String user = Answers.parameter(request, "user");
    return Answers.of(users.enable(actor, user, clock.instant()), UserRoutes::changed);
  }

  private Response keys(Request request) throws InvalidRequest {
    return Answers.of(
        users.keys(Answers.parameter(request, "user")),
        keys -> Response.json(200, Map.of("keys", keys.stream().map(UserRoutes::view).toList())));
  }

  private Response removeKey(String actor, Request request) throws InvalidRequest {
    String user = Answers.parameter(request, "user");
    String key = Answers.parameter(request, "key");
    return Answers.of(
        users.removeKey(actor, user, key, clock.instant()), removed -> Response.empty(204));
  }

  private static Response changed(Member member) {
    return Response.json(200, Map.of("user", view(member)));
  }

  private static Map<String, Object> view(Member member) {
    Map<String, Object> view = view(member.user());
    view.put("keys", member.keys().size());
    view.put("created_at", Answers.time(member.user().createdAt()));
    return view;
  }

  private static Map<String, Object> view(User user) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", user.id().value());
    view.put("groups", user.groups());
    view.put("status", user.status().name().toLowerCase(Locale.ROOT));
    return view;
  }

  private static Map<String, Object> view(EnrolledKey key) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", key.id());
    view.put("model", key.model());
    view.put("aaguid", key.aaguid());
    view.put("created_at", Answers.time(key.createdAt()));
    return view;
  }
}
