package dev.vouch.core.login;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.ceremony.RegistrationAnswer;
import dev.vouch.core.ceremony.RegistrationCeremony;
import dev.vouch.core.ceremony.RegistrationResult;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.local.securitykey.Deviation;
import dev.vouch.local.securitykey.SecurityKey;
import java.time.Instant;
import java.util.List;

/** Somebody with a software security key, enrolled by a real ceremony. */
public final class EnrolledPerson {
  /** The model of software keys, allowed. */
  public static final String ALLOWED = SecurityKey.AAGUID + "=Software key";

  private static final Instant ENROLLED = Instant.parse("2026-11-01T10:00:00Z");

  private final PublicBaseUrl base;
  private final UserId id;
  private final Bytes handle;
  private final SecurityKey securityKey = SecurityKey.inMemory();
  private final EnrolledKey key;

  public EnrolledPerson(PublicBaseUrl base, String email) {
    this.base = base;
    id = UserId.parse(email).orElseThrow();
    handle = Bytes.of(Sha256.of(email).toArray());
    key = enrol();
  }

  public static KnownModels models() {
    return KnownModels.of(List.of(ALLOWED));
  }

  public User user(User.Status status) {
    return new User(id, List.of("platform"), status, handle, ENROLLED);
  }

  public EnrolledKey key() {
    return key;
  }

  /** Touches the key, which deviates in the given ways only; AuthenticationResponseJSON. */
  public String touch(String challenge, Deviation... deviations) {
    String options =
        """
        {"rpId":"%s","challenge":"%s","userVerification":"required"}
        """
            .formatted(base.rpId(), challenge);
    return securityKey.deviating(deviations).get(options, base.origin());
  }

  private EnrolledKey enrol() {
    Bytes challenge = Bytes.utf8("a challenge of thirty-two bytes.");
    String options =
        """
        {"rp":{"id":"%s","name":"Vouch"},"user":{"id":"%s","name":"u","displayName":"u"},
         "challenge":"%s","pubKeyCredParams":[{"type":"public-key","alg":-7}],
         "attestation":"direct"}
        """
            .formatted(base.rpId(), handle.base64Url(), challenge.base64Url());
    String answer = securityKey.create(options, base.origin());
    var roots = AttestationRoots.ofPem(securityKey.attestationRootPem());
    try {
      RegistrationAnswer read = RegistrationAnswer.read(Json.parse(Bytes.utf8(answer).toArray()));
      var ceremony = new RegistrationCeremony(base, roots, models());
      if (ceremony.verify(read, challenge, id, ENROLLED)
          instanceof RegistrationResult.Accepted(EnrolledKey enrolled)) {
        return enrolled;
      }
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("the passing enrolment does not pass");
  }
}
