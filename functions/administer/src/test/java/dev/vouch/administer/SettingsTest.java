package dev.vouch.administer;

import dev.vouch.adapters.lambda.testing.SettingsContract;

final class SettingsTest extends SettingsContract {
  SettingsTest() {
    super(
        "Administer",
        Handler::new,
        "VOUCH_PUBLIC_BASE_URL",
        "VOUCH_TABLES_IDENTITY",
        "VOUCH_TABLES_SESSION",
        "VOUCH_TABLES_CONFIGURATION",
        "VOUCH_TABLES_AUDIT",
        "VOUCH_ADMIN_ACCOUNT",
        "VOUCH_ADMIN_PRINCIPALS");
  }
}
