package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Ceremonies of two physical keys, as published in Yubico/java-webauthn-server (RealExamples), with
 * the pinned roots and the default list of models.
 */
final class DeviceCapturesTest {
  private static final PublicBaseUrl BASE =
      PublicBaseUrl.https("https://example.com").orElseThrow();
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Bytes CHALLENGE = Bytes.utf8("challenge");
  private static final Bytes LOGIN_CHALLENGE = Bytes.utf8("CHALLENGE");
  private static final Bytes HANDLE = Bytes.utf8("handle");

  @Test
  void acceptsTheKeyThatVerifiedItsUser() throws Exception {
    RegistrationResult result = register("YubiKey5Nano");
    assertThat(result).isInstanceOf(RegistrationResult.Accepted.class);
    EnrolledKey key = ((RegistrationResult.Accepted) result).key();
    assertThat(key.aaguid()).isEqualTo("cb69481e-8ff7-4039-93ec-0a2729a154a8");
    assertThat(key.model()).startsWith("YubiKey 5 Series");
    assertThat(login("YubiKey5Nano", key)).isEqualTo(new AssertionResult.Accepted(201));
  }

  /** It was touched but its PIN was not asked (flags 0x41): everything else about it is right. */
  @Test
  void refusesTheKeyThatDidNotVerifyItsUser() throws Exception {
    assertThat(register("YubiKey5"))
        .isEqualTo(new RegistrationResult.Refused(new CeremonyRefusal.UserNotVerified()));
  }

  private static RegistrationResult register(String device) throws IOException, InvalidJson {
    JsonObject capture = captures().object(device);
    Bytes attestation = capture.bytes("attestationObject");
    Bytes id = capture.object("assertion").bytes("id");
    return new RegistrationCeremony(BASE, AttestationRoots.yubico(), KnownModels.hardware())
        .verify(
            new RegistrationAnswer(
                id.base64Url(),
                id,
                "public-key",
                Bytes.utf8(capture.string("clientDataJSON")),
                attestation,
                Set.of()),
            CHALLENGE,
            new UserId("user@example.com"),
            NOW);
  }

  /** The capture is of a key that is not resident, so the user handle is ours. */
  private static AssertionResult login(String device, EnrolledKey key)
      throws IOException, InvalidJson {
    JsonObject assertion = captures().object(device).object("assertion");
    return new AssertionCeremony(BASE, KnownModels.hardware())
        .verify(
            new AssertionAnswer(
                key.credentialId().base64Url(),
                key.credentialId(),
                "public-key",
                Bytes.utf8(assertion.string("clientDataJSON")),
                assertion.bytes("authDataBytes"),
                assertion.bytes("sig"),
                Optional.of(HANDLE),
                Set.of()),
            LOGIN_CHALLENGE,
            Optional.of(new StoredCredential(key, HANDLE, key.signatureCount())));
  }

  private static JsonObject captures() throws IOException, InvalidJson {
    try (InputStream in = DeviceCapturesTest.class.getResourceAsStream("device-captures.json")) {
      if (in == null) {
        throw new AssertionError("the captures are missing");
      }
      return Json.parse(in.readAllBytes());
    }
  }
}
