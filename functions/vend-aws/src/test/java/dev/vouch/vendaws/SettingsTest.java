package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.testing.SettingsContract;

final class SettingsTest extends SettingsContract {
  SettingsTest() {
    super(
        "VendAws",
        Handler::new,
        "VOUCH_PUBLIC_BASE_URL",
        "VOUCH_TABLES_IDENTITY",
        "VOUCH_TABLES_SESSION",
        "VOUCH_TABLES_REPLAY",
        "VOUCH_TABLES_CONFIGURATION",
        "VOUCH_TABLES_AUDIT",
        "VOUCH_KEYS_ISSUER");
  }
}
