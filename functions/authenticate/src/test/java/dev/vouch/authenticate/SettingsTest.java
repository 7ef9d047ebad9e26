package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.testing.SettingsContract;

final class SettingsTest extends SettingsContract {
  SettingsTest() {
    super(
        "Authenticate",
        Handler::new,
        "VOUCH_PUBLIC_BASE_URL",
        "VOUCH_TABLES_IDENTITY",
        "VOUCH_TABLES_SESSION",
        "VOUCH_TABLES_REPLAY",
        "VOUCH_TABLES_AUDIT",
        "VOUCH_KEYS_CHALLENGE",
        "VOUCH_ATTESTATION_ALLOWED_AAGUIDS or hardware",
        "VOUCH_SESSION_LIFETIME or 8h");
  }
}
