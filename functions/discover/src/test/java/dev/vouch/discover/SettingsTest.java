package dev.vouch.discover;

import dev.vouch.adapters.lambda.testing.SettingsContract;

final class SettingsTest extends SettingsContract {
  SettingsTest() {
    super(
        "Discover",
        Handler::new,
        "VOUCH_PUBLIC_BASE_URL",
        "VOUCH_TABLES_IDENTITY",
        "VOUCH_TABLES_SESSION",
        "VOUCH_TABLES_REPLAY",
        "VOUCH_TABLES_CONFIGURATION",
        "VOUCH_KEYS_PUBLISHED");
  }
}
