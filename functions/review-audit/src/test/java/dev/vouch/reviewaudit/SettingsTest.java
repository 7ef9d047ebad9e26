package dev.vouch.reviewaudit;

import dev.vouch.adapters.lambda.testing.SettingsContract;

final class SettingsTest extends SettingsContract {
  SettingsTest() {
    super(
        "ReviewAudit",
        Handler::new,
        "VOUCH_PUBLIC_BASE_URL",
        "VOUCH_TABLES_AUDIT",
        "VOUCH_ADMIN_ACCOUNT",
        "VOUCH_AUDIT_PRINCIPALS");
  }
}
