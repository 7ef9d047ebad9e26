package dev.vouch.local;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.Web.Reply;
import dev.vouch.local.securitykey.SecurityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Somebody with a security key, a browser and a client, step by step. */
final class Person {
  static final String REGISTRY = Deployment.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com";
  private static final String REDIRECT = "http://127.0.0.1:49152/callback";

  private final String server;
  private final Web web;
  private final SecurityKey key;

  Person(String server, Web web, SecurityKey key) {
    this.server = server;
    this.web = web;
    this.key = key;
  }

  /** Enrols the key with the secret of an invitation. */
  Reply enrol(String invitation) {
    Enrolment enrolment = enrolment(invitation);
    enrolment.options();
    return enrolment.complete();
  }

  /** An enrolment that begins, with the secret of an invitation. */
  Enrolment enrolment(String invitation) {
    return new Enrolment(invitation);
  }

  /** One enrolment, step by step. */
  final class Enrolment {
    private final Map<String, Object> answer = new LinkedHashMap<>();

    private Enrolment(String invitation) {
      answer.put("invitation", invitation);
    }

    /** Gets a challenge and touches the key. */
    Reply options() {
      Reply reply =
          web.postJson(
              "/enroll/options", Map.of("invitation", answer.getOrDefault("invitation", "")));
      if (reply.status() == 200) {
        answer.put("statement", reply.text("statement"));
        answer.put("credential", parsed(key.create(text(reply.object("publicKey")), server)));
      }
      return reply;
    }

    Reply complete() {
      return web.postJson("/enroll/complete", answer);
    }
  }

  /** A login that begins. */
  Login login() {
    return new Login();
  }

  /** One login; each step can be done again, as a client or a page would. */
  final class Login {
    final ProofKey proofs = new ProofKey();
    final String verifier = "verifier-" + UUID.randomUUID() + "-" + UUID.randomUUID();
    private String request = "";
    private Map<String, Object> answer = Map.of();
    String code = "";

    Reply authorize() {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("response_type", "code");
      query.put("client_id", "vouch");
      query.put("redirect_uri", REDIRECT);
      query.put("state", "af0ifjsldkj0123456789");
      query.put("code_challenge", ProofKey.hash(verifier));
      query.put("code_challenge_method", "S256");
      query.put("dpop_jkt", proofs.thumbprint());
      Reply reply = web.get("/oauth/authorize?" + Web.form(query));
      String location = reply.headers().getOrDefault("location", "");
      request = location.substring(location.indexOf('=') + 1);
      return reply;
    }

    /** Gets a challenge and touches the key. */
    Reply options() {
      Reply reply = web.postJson("/login/options", Map.of("request", request));
      if (reply.status() == 200) {
        answer = new LinkedHashMap<>();
        answer.put("request", request);
        answer.put("statement", reply.text("statement"));
        answer.put("credential", parsed(key.get(text(reply.object("publicKey")), server)));
      }
      return reply;
    }

    Reply complete() {
      Reply reply = web.postJson("/login/complete", answer);
      if (reply.status() == 200) {
        String query = URI.create(reply.text("redirect_uri")).getRawQuery();
        String first = query.substring("code=".length(), query.indexOf('&'));
        code = URLDecoder.decode(first, StandardCharsets.UTF_8);
      }
      return reply;
    }

    Reply token() {
      Map<String, String> form = new LinkedHashMap<>();
      form.put("grant_type", "authorization_code");
      form.put("client_id", "vouch");
      form.put("code", code);
      form.put("redirect_uri", REDIRECT);
      form.put("code_verifier", verifier);
      return web.post(
          "/oauth/token",
          "application/x-www-form-urlencoded",
          Web.form(form),
          Map.of("DPoP", proofs.proof(server + "/oauth/token")));
    }

    /** All of it. */
    Session run() {
      authorize();
      options();
      complete();
      return session(token());
    }

    Session session(Reply token) {
      if (token.status() != 200) {
        throw new AssertionError("no session: " + token);
      }
      return new Session(proofs, token.text("access_token"), token.text("session_id"));
    }
  }

  /** A session, and the key that it is bound to. */
  final class Session {
    final ProofKey proofs;
    final String token;
    final String id;

    Session(ProofKey proofs, String token, String id) {
      this.proofs = proofs;
      this.token = token;
      this.id = id;
    }

    Reply get(String path) {
      return web.get(
          path, Map.of("Authorization", "DPoP " + token, "DPoP", proofs.get(server + path, token)));
    }

    Reply post(String path, String json) {
      return web.post(path, "application/json", json, headers(path));
    }

    /** Logs out. */
    Reply revoke() {
      String path = "/oauth/revoke";
      String form = "token=" + token;
      return web.post(path, "application/x-www-form-urlencoded", form, headers(path));
    }

    private Map<String, String> headers(String path) {
      return Map.of("Authorization", "DPoP " + token, "DPoP", proofs.proof(server + path, token));
    }

    /** Asks for a credential, with a proof of its own for each attempt. */
    Reply vend(String idempotencyKey) {
      return web.post(
          "/credentials/aws",
          "application/json",
          Web.json(Map.of("registry", REGISTRY)),
          Map.of(
              "Authorization",
              "DPoP " + token,
              "DPoP",
              proofs.proof(server + "/credentials/aws", token),
              "Idempotency-Key",
              idempotencyKey));
    }
  }

  private static String text(Map<?, ?> object) {
    try {
      return JSON.std.asString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> parsed(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
