package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.administration.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Who may write what, as the template says it; and that the guard would notice otherwise. */
final class RoleGuardTest {
  private static final List<String> WRITES = List.of("PutItem", "UpdateItem");

  @ParameterizedTest
  @ValueSource(strings = {"Discover", "Authenticate", "VendAws", "Administer", "ReviewAudit"})
  void nobodyButEnrollMayWriteAKey(String function) {
    TemplateRole role = new TemplateRole(function);
    assertThat(WRITES).noneMatch(a -> role.allows(a, "IdentityTable", List.of("key#a")));
  }

  @Test
  void enrollMayWriteAKey() {
    TemplateRole role = new TemplateRole("Enroll");
    assertThat(role.allows("PutItem", "IdentityTable", List.of("key#a"))).isTrue();
    assertThat(role.allows("PutItem", "IdentityTable", List.of("key#a", "user#a"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Discover", "Enroll", "Authenticate", "VendAws", "Administer", "ReviewAudit"})
  void nobodyMayChangeOrRemoveARecord(String function) {
    TemplateRole role = new TemplateRole(function);
    assertThat(List.of("UpdateItem", "DeleteItem", "BatchWriteItem"))
        .noneMatch(action -> role.allows(action, "AuditTable", List.of("writer#a")));
  }

  @ParameterizedTest
  @CsvSource({
    "Authenticate, IdentityTable, user#a",
    "VendAws, SessionTable, session#a",
    "VendAws, IdentityTable, user#a",
    "VendAws, ConfigurationTable, policy#active",
    "Administer, SessionTable, code#a",
    "Administer, ReplayTable, proof#a",
    "Enroll, SessionTable, session#a",
    "Discover, ConfigurationTable, policy#active",
    "ReviewAudit, AuditTable, writer#a"
  })
  void aFunctionMayNotWriteWhatIsAnothers(String function, String table, String partition) {
    TemplateRole role = new TemplateRole(function);
    assertThat(WRITES).noneMatch(action -> role.allows(action, table, List.of(partition)));
  }

  @Test
  void failsACallThatTheRoleDoesNotAllow() {
    Tables tables = LocalTables.fresh();
    DynamoDbClient guarded = RoleGuard.of(LocalTables.client(), "Administer");
    Item key = IdentityItems.item(Samples.key("credential"));
    List<TransactWriteItem> writes = List.of(Writes.create(tables.identity(), key));
    assertThatThrownBy(() -> guarded.transactWriteItems(t -> t.transactItems(writes)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PutItem on IdentityTable [key#");
  }
}
