package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a browser's virtual key answers, in the browser's own JSON. It is attested by a published
 * key, so it is refused even where its model is allowed, and taken only by a stack that asked for
 * it.
 */
final class ChromiumVirtualKeyTest {
  private static final PublicBaseUrl BASE = PublicBaseUrl.loopback(44545);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Bytes CHALLENGE = Bytes.utf8("a challenge of thirty-two bytes.");
  private static final Bytes LOGIN_CHALLENGE = Bytes.utf8("another one of thirty-two bytes.");
  private static final KnownModels MODELS =
      KnownModels.of(List.of("01020304-0506-0708-0102-030405060708=Virtual key"));

  @Test
  void refusesItEvenWhereItsModelIsAllowed() throws Exception {
    assertThat(register(AttestationRoots.yubico()))
        .isEqualTo(new RegistrationResult.Refused(new RegistrationRefusal.KnownTestKey()));
  }

  @Test
  void takesItWhereTheStackAskedForIt() throws Exception {
    RegistrationResult result =
        register(AttestationRoots.yubico().dangerouslyWithPublishedTestKeys());
    assertThat(result).isInstanceOf(RegistrationResult.Accepted.class);
    var key = ((RegistrationResult.Accepted) result).key();
    assertThat(key.model()).isEqualTo("Virtual key");
    StoredCredential stored = new StoredCredential(key, Bytes.utf8("handle"), key.signatureCount());
    AssertionAnswer answer = AssertionAnswer.read(capture().object("get"));
    assertThat(
            new AssertionCeremony(BASE, MODELS)
                .verify(answer, LOGIN_CHALLENGE, Optional.of(stored)))
        .isEqualTo(new AssertionResult.Accepted(2));
  }

  private static RegistrationResult register(AttestationRoots roots) throws Exception {
    return new RegistrationCeremony(BASE, roots, MODELS)
        .verify(
            RegistrationAnswer.read(capture().object("create")),
            CHALLENGE,
            new UserId("user@example.com"),
            NOW);
  }

  private static JsonObject capture() throws Exception {
    try (InputStream in =
        ChromiumVirtualKeyTest.class.getResourceAsStream("chromium-virtual-authenticator.json")) {
      if (in == null) {
        throw new AssertionError("the capture is missing");
      }
      return Json.parse(in.readAllBytes());
    }
  }
}
