package dev.vouch.adapters.lambda.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TemplateFunctionTest {
  @Test
  void readsTheRoutesOfOneFunctionOnly() {
    assertThat(TemplateFunction.read("ReviewAudit").routes())
        .containsExactly("GET /audit/records", "GET /audit/records/{id}", "GET /audit/writers");
  }

  @Test
  void readsTheSettingsOfOneFunctionOnly() {
    assertThat(TemplateFunction.read("ReviewAudit").variables())
        .containsExactly(
            "VOUCH_ADMIN_ACCOUNT",
            "VOUCH_AUDIT_PRINCIPALS",
            "VOUCH_PUBLIC_BASE_URL",
            "VOUCH_TABLES_AUDIT");
    assertThat(TemplateFunction.read("ReviewAudit").name()).isEqualTo("review-audit");
  }

  @Test
  void refusesAFunctionThatIsNotThere() {
    assertThatThrownBy(() -> TemplateFunction.read("IdentityTable"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
