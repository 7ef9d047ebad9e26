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
    assertThat(TemplateFunction.read("ReviewAudit").settings())
        .containsExactly("vouch.admin.account", "vouch.audit.principals", "vouch.tables.audit");
  }

  @Test
  void refusesAFunctionThatIsNotThere() {
    assertThatThrownBy(() -> TemplateFunction.read("IdentityTable"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
