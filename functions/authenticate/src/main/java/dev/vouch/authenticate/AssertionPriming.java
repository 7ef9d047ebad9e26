package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.PublishedExample;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.ceremony.AssertionAnswer;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.ceremony.AssertionResult;
import dev.vouch.core.ceremony.StoredCredential;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * Verifies an assertion by a physical key for example.com: the work of a request that logs somebody
 * in. It is the YubiKey 5 Nano of Yubico/java-webauthn-server, RealExamples.
 */
final class AssertionPriming {
  private static final String ORIGIN = "https://example.com";
  private static final String MODEL = "cb69481e-8ff7-4039-93ec-0a2729a154a8";

  private AssertionPriming() {}

  /**
   * Runs it.
   *
   * @throws IllegalStateException when the assertion does not pass
   */
  static void run() {
    JsonObject example = PublishedExample.read(AssertionPriming.class, "published-assertion.json");
    var ceremony =
        new AssertionCeremony(PublicBaseUrl.https(ORIGIN).orElseThrow(), KnownModels.hardware());
    try {
      AssertionAnswer answer = AssertionAnswer.read(example.object("credential"));
      var stored =
          new StoredCredential(
              key(answer.rawId(), example.bytes("publicKey")),
              answer.userHandle().orElseThrow(),
              0);
      AssertionResult result =
          ceremony.verify(answer, Bytes.utf8("CHALLENGE"), Optional.of(stored));
      if (!(result instanceof AssertionResult.Accepted)) {
        throw new IllegalStateException("the published assertion is refused: " + result);
      }
    } catch (InvalidJson e) {
      throw new IllegalStateException(e);
    }
  }

  private static EnrolledKey key(Bytes credentialId, Bytes publicKey) {
    return new EnrolledKey(
        EnrolledKey.idOf(credentialId),
        new UserId("user@example.com"),
        credentialId,
        publicKey,
        MODEL,
        "",
        Bytes.of(new byte[0]),
        Bytes.of(new byte[0]),
        0,
        Instant.EPOCH);
  }
}
