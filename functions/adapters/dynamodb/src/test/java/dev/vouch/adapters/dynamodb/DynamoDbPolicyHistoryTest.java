package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.administration.PolicyHistory;
import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.administration.PolicyHistoryContract;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

final class DynamoDbPolicyHistoryTest extends PolicyHistoryContract {
  private final Tables tables = LocalTables.fresh();

  @Override
  protected PolicyHistory history() {
    return new DynamoDbPolicyHistory(LocalTables.client(), tables, Audited.writes(tables));
  }

  @Override
  protected List<String> audited() {
    return Audited.types(tables);
  }

  @Test
  void refusesToShowADocumentThatWasChangedInPlace() {
    Bytes compiled = Bytes.utf8("{}");
    Document document = new Document(Sha256.of(compiled), compiled, Bytes.utf8("{}"));
    PolicyHistory history = history();
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    history.activate(document, Optional.empty(), "a", AuditEntry.of("policy.applied"), now);
    assertThat(history.active()).isPresent();
    Item changed =
        Item.key(PolicyItems.compiledPartition(document.hash()), "part#0000")
            .with("bytes", Bytes.utf8("{ }"));
    LocalTables.client()
        .putItem(
            PutItemRequest.builder()
                .tableName(tables.configuration())
                .item(changed.toMap())
                .build());
    assertThatThrownBy(history::active).isInstanceOf(IllegalStateException.class);
  }
}
