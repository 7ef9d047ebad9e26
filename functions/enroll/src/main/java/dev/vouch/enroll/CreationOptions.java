package dev.vouch.enroll;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.enrolment.Enrolment;
import dev.vouch.core.enrolment.EnrolmentStatement;
import dev.vouch.core.identity.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3 §5.1.9). */
final class CreationOptions {
  private static final int ES256 = -7;

  private CreationOptions() {}

  /** Asks for an attested ES256 credential that lives on a security key with a PIN. */
  static Map<String, Object> of(Enrolment.Offer offer, PublicBaseUrl base) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("rp", Map.of("id", base.rpId(), "name", "Vouch"));
    options.put("user", user(offer.user()));
    options.put("challenge", offer.challenge().base64Url());
    options.put("pubKeyCredParams", List.of(Map.of("type", "public-key", "alg", ES256)));
    options.put("timeout", EnrolmentStatement.CEREMONY.toMillis());
    // nobody who has a key gets here: a second one is refused before
    options.put("excludeCredentials", List.of());
    options.put("authenticatorSelection", selection());
    options.put("hints", List.of("security-key"));
    options.put("attestation", "direct");
    options.put("attestationFormats", List.of("packed"));
    return options;
  }

  private static Map<String, Object> user(User user) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", user.handle().base64Url());
    members.put("name", user.id().value());
    members.put("displayName", user.id().value());
    return members;
  }

  private static Map<String, Object> selection() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("authenticatorAttachment", "cross-platform");
    members.put("residentKey", "required");
    members.put("requireResidentKey", true);
    members.put("userVerification", "required");
    return members;
  }
}
