package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.dynamodb.AuditedWrites.Result;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.secret.CountingRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

final class AuditedWritesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final List<AuditEntry> ENTRIES = List.of(AuditEntry.of("test.happened"));

  private final Tables tables = LocalTables.fresh();
  private final CountingRandom random = new CountingRandom();
  private final AuditedWrites writes = writer();

  @Test
  void writesTheChangeTheRecordAndTheBirthTogether() {
    Result result = writes.commit(NOW, ENTRIES, Map.of("proof", once("a")));
    assertThat(result).isInstanceOf(Result.Committed.class);
    assertThat(count(tables.replay())).isEqualTo(1);
    assertThat(count(tables.audit())).isEqualTo(3);
  }

  @Test
  void namesTheWriteWhoseConditionFailsAndWritesNothing() {
    writes.commit(NOW, ENTRIES, Map.of("proof", once("a")));
    int before = count(tables.audit());
    assertThat(writes.commit(NOW, ENTRIES, Map.of("proof", once("a"))))
        .isEqualTo(new Result.Refused(Set.of("proof")));
    assertThat(count(tables.audit())).isEqualTo(before);
    assertThat(writes.commit(NOW, ENTRIES, Map.of("proof", once("b"))))
        .isInstanceOf(Result.Committed.class);
  }

  @Test
  void givesTheChainUpWhenSomebodyElseWroteAtItsPlace() {
    Result.Committed first = (Result.Committed) writes.commit(NOW, ENTRIES, Map.of());
    String id = first.receipts().getFirst().id();
    String writer = id.substring(0, AuditChain.WRITER_LENGTH);
    LocalTables.client()
        .putItem(put -> put.tableName(tables.audit()).item(AuditItems.key(writer, 2).toMap()));
    assertThatThrownBy(() -> writes.commit(NOW, ENTRIES, Map.of())).isInstanceOf(Unavailable.class);
    Result.Committed next = (Result.Committed) writes.commit(NOW, ENTRIES, Map.of());
    assertThat(next.receipts().getFirst().id()).doesNotStartWith(writer);
  }

  @Test
  void letsExactlyOneRacerUseAProof() throws Exception {
    List<Callable<Result>> racers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      AuditedWrites racer = writer();
      racers.add(() -> racer.commit(NOW, ENTRIES, Map.of("proof", once("raced"))));
    }
    int won = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Result> result : threads.invokeAll(racers)) {
        won += result.get() instanceof Result.Committed ? 1 : 0;
      }
    }
    assertThat(won).isEqualTo(1);
  }

  private AuditedWrites writer() {
    synchronized (random) {
      byte[] seed = random.bytes(32);
      CountingRandom own = new CountingRandom();
      return new AuditedWrites(
          LocalTables.client(), tables, new AuditChain("test", n -> mixed(seed, own.bytes(n))));
    }
  }

  private static byte[] mixed(byte[] seed, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= seed[i % seed.length];
    }
    return bytes;
  }

  private TransactWriteItem once(String key) {
    return Writes.useOnce(tables, key, NOW.plusSeconds(60));
  }

  private static int count(String table) {
    List<Map<String, AttributeValue>> items =
        LocalTables.client().scan(scan -> scan.tableName(table)).items();
    return items.size();
  }
}
