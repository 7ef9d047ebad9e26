package dev.vouch.enroll;

import dev.vouch.adapters.lambda.PublishedExample;
import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.ceremony.RegistrationAnswer;
import dev.vouch.core.ceremony.RegistrationCeremony;
import dev.vouch.core.ceremony.RegistrationResult;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.secret.Bytes;
import java.time.Instant;

/**
 * Verifies the registration of a physical key for example.com: the work of a request that enrols
 * one. It is the YubiKey 5 Nano of Yubico/java-webauthn-server, RealExamples.
 */
final class RegistrationPriming {
  private static final String ORIGIN = "https://example.com";

  /** 2026-01-01: any moment within the life of the key's certificates. */
  private static final long MADE = 1_767_225_600;

  private RegistrationPriming() {}

  /**
   * Runs it.
   *
   * @throws IllegalStateException when the registration does not pass
   */
  static void run() {
    var ceremony =
        new RegistrationCeremony(
            PublicBaseUrl.https(ORIGIN).orElseThrow(),
            AttestationRoots.yubico(),
            KnownModels.hardware());
    try {
      RegistrationAnswer answer =
          RegistrationAnswer.read(
              PublishedExample.read(RegistrationPriming.class, "published-registration.json"));
      RegistrationResult result =
          ceremony.verify(
              answer,
              Bytes.utf8("challenge"),
              new UserId("user@example.com"),
              Instant.ofEpochSecond(MADE));
      if (!(result instanceof RegistrationResult.Accepted)) {
        throw new IllegalStateException("the published registration is refused: " + result);
      }
    } catch (InvalidJson e) {
      throw new IllegalStateException(e);
    }
  }
}
