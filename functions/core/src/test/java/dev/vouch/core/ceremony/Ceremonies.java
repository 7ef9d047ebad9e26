package dev.vouch.core.ceremony;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Bytes;
import dev.vouch.local.securitykey.Deviation;
import dev.vouch.local.securitykey.SecurityKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A deployment, a user and a software key that pass, for tests that change one thing. */
final class Ceremonies {
  static final PublicBaseUrl BASE = PublicBaseUrl.https("https://vouch.example.com").orElseThrow();
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final UserId USER = new UserId("user@example.com");
  static final Bytes HANDLE = Bytes.utf8("0123456789abcdef0123456789abcdef");
  static final Bytes CHALLENGE = Bytes.utf8("a challenge of thirty-two bytes.");
  static final Bytes LOGIN_CHALLENGE = Bytes.utf8("another one of thirty-two bytes.");
  static final KnownModels MODELS = KnownModels.of(List.of(SecurityKey.AAGUID + "=Software key"));

  final SecurityKey key = SecurityKey.inMemory();
  AttestationRoots roots = AttestationRoots.ofPem(key.attestationRootPem());
  KnownModels models = MODELS;

  RegistrationResult register(Deviation... deviations) {
    return register(json -> json, deviations);
  }

  RegistrationResult register(UnaryOperator<String> edit, Deviation... deviations) {
    return register(edit, key.deviating(deviations));
  }

  RegistrationResult register(SecurityKey other) {
    return register(json -> json, other);
  }

  private RegistrationResult register(UnaryOperator<String> edit, SecurityKey used) {
    String answer = edit.apply(used.create(creationOptions(), BASE.origin()));
    return new RegistrationCeremony(BASE, roots, models)
        .verify(registrationAnswer(answer), CHALLENGE, USER, NOW);
  }

  EnrolledKey enrolled() {
    if (register() instanceof RegistrationResult.Accepted(EnrolledKey enrolled)) {
      return enrolled;
    }
    throw new AssertionError("the passing case does not pass");
  }

  AssertionResult login(EnrolledKey enrolled, Deviation... deviations) {
    return login(
        Optional.of(new StoredCredential(enrolled, HANDLE, enrolled.signatureCount())),
        json -> json,
        deviations);
  }

  AssertionResult login(
      Optional<StoredCredential> stored, UnaryOperator<String> edit, Deviation... deviations) {
    String answer = edit.apply(key.deviating(deviations).get(requestOptions(), BASE.origin()));
    return new AssertionCeremony(BASE, models)
        .verify(assertionAnswer(answer), LOGIN_CHALLENGE, stored);
  }

  static RegistrationAnswer registrationAnswer(String json) {
    try {
      return RegistrationAnswer.read(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }

  static AssertionAnswer assertionAnswer(String json) {
    try {
      return AssertionAnswer.read(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }

  private static String creationOptions() {
    return """
    {"rp":{"id":"%s","name":"Vouch"},"user":{"id":"%s","name":"u","displayName":"u"},
     "challenge":"%s","pubKeyCredParams":[{"type":"public-key","alg":-7}],"attestation":"direct"}
    """
        .formatted(BASE.rpId(), HANDLE.base64Url(), CHALLENGE.base64Url());
  }

  private static String requestOptions() {
    return """
    {"rpId":"%s","challenge":"%s","userVerification":"required"}
    """
        .formatted(BASE.rpId(), LOGIN_CHALLENGE.base64Url());
  }
}
