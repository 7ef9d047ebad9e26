package dev.vouch.enroll;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.ceremony.CeremonyRefusal;
import dev.vouch.core.ceremony.RegistrationAnswer;
import dev.vouch.core.ceremony.RegistrationRefusal;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.enrolment.Enrolment;
import dev.vouch.core.enrolment.Enrolment.Answer;
import dev.vouch.core.enrolment.Enrolment.Enrolled;
import dev.vouch.core.enrolment.Enrolment.Offer;
import dev.vouch.core.enrolment.EnrolmentRefusal;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Secret;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two calls of the enrolment page. */
final class EnrolmentRoutes {
  private final Enrolment enrolment;
  private final PublicBaseUrl base;
  private final InstantSource clock;

  EnrolmentRoutes(Enrolment enrolment, PublicBaseUrl base, InstantSource clock) {
    this.enrolment = enrolment;
    this.base = base;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/enroll/options", this::options),
        new Route("POST", "/enroll/complete", this::complete));
  }

  private Response options(Request request) throws InvalidRequest, InvalidJson {
    JsonObject body = request.json().only("invitation");
    Secret invitation = Secret.of(body.string("invitation"));
    return switch (enrolment.begin(invitation, clock.instant())) {
      case Answer.Given<Offer>(Offer offer) -> Response.json(200, members(offer));
      case Answer.Refused<Offer>(EnrolmentRefusal refusal) -> refused(refusal);
    };
  }

  private Response complete(Request request) throws InvalidRequest, InvalidJson {
    JsonObject body = request.json().only("invitation", "statement", "credential");
    Secret invitation = Secret.of(body.string("invitation"));
    String statement = body.string("statement");
    RegistrationAnswer answer = RegistrationAnswer.read(body.object("credential"));
    return switch (enrolment.complete(invitation, statement, answer, clock.instant())) {
      case Answer.Given<Enrolled>(Enrolled enrolled) -> Response.json(201, members(enrolled));
      case Answer.Refused<Enrolled>(EnrolmentRefusal refusal) -> refused(refusal);
    };
  }

  private Map<String, Object> members(Offer offer) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("user", offer.user().id().value());
    members.put("statement", offer.statement());
    members.put("publicKey", CreationOptions.of(offer, base));
    return members;
  }

  private static Map<String, Object> members(Enrolled enrolled) {
    EnrolledKey key = enrolled.key();
    Map<String, Object> keyMembers = new LinkedHashMap<>();
    keyMembers.put("id", key.id());
    keyMembers.put("model", key.model());
    keyMembers.put("aaguid", key.aaguid());
    Receipt receipt = enrolled.receipt();
    Map<String, Object> receiptMembers = new LinkedHashMap<>();
    receiptMembers.put("id", receipt.id());
    receiptMembers.put("hash", receipt.hash().base64Url());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("user", key.user().value());
    members.put("key", keyMembers);
    members.put("receipt", receiptMembers);
    return members;
  }

  private static Response refused(EnrolmentRefusal refusal) {
    return Response.problem(
        Problem.of(status(refusal), refusal.code(), refusal.detail(), refusal.help()));
  }

  /** 400 for what no honest page sends, 403 for what may not be, 409 for what is so already. */
  private static int status(EnrolmentRefusal refusal) {
    return switch (refusal) {
      case EnrolmentRefusal.StatementInvalid _, EnrolmentRefusal.StatementMismatch _ -> 400;
      case EnrolmentRefusal.InvitationUnknown _,
          EnrolmentRefusal.InvitationExpired _,
          EnrolmentRefusal.StatementExpired _,
          EnrolmentRefusal.UserDisabled _ ->
          403;
      case EnrolmentRefusal.UserHasKey _, EnrolmentRefusal.ChallengeUsed _ -> 409;
      case EnrolmentRefusal.Ceremony(RegistrationRefusal.CredentialAlreadyEnrolled _) -> 409;
      case EnrolmentRefusal.Ceremony(CeremonyRefusal.Malformed _) -> 400;
      case EnrolmentRefusal.Ceremony _ -> 403;
    };
  }
}
