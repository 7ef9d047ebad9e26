package dev.vouch.pages;

import dev.vouch.adapters.lambda.testing.SettingsContract;

final class SettingsTest extends SettingsContract {
  SettingsTest() {
    super("Pages", Handler::new, "VOUCH_PUBLIC_BASE_URL");
  }
}
