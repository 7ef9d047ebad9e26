package dev.vouch.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.CountingRandom;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuditChainTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final AuditEntry ENTRY = AuditEntry.of("user.enabled").with("user", "a@b.example");

  private final AuditChain chain = new AuditChain("administer", new CountingRandom());

  @Test
  void startsWithTheBirthOfTheWriter() throws InvalidJson {
    SealedBatch batch = chain.seal(List.of(ENTRY), NOW);
    assertThat(batch.startsChain()).isTrue();
    assertThat(batch.records())
        .extracting(SealedRecord::type)
        .containsExactly("writer.started", "user.enabled");
    JsonObject birth = json(batch.records().getFirst());
    assertThat(birth.integer("seq")).isZero();
    assertThat(birth.has("prev")).isFalse();
    assertThat(birth.has("abandoned")).isFalse();
  }

  @Test
  void sealsTheMembersInTheirOrder() {
    SealedRecord record = chain.seal(List.of(ENTRY), NOW).last();
    String writer = record.writer();
    String birth = chain.seal(List.of(ENTRY), NOW).records().getFirst().hash().base64Url();
    assertThat(birth).isNotEqualTo(record.hash().base64Url());
    assertThat(record.record().utf8())
        .startsWith(
            "{\"v\":1,\"id\":\""
                + writer
                + "-1\",\"writer\":\""
                + writer
                + "\",\"seq\":1,\"prev\":\"")
        .endsWith(
            "\"at\":\"2026-11-21T10:00:00.123Z\",\"function\":\"administer\",\"type\":\"user.enabled\",\"user\":\"a@b.example\"}");
    assertThat(writer).matches("[a-z2-7]{20}");
  }

  @Test
  void linksEachRecordToTheOneBefore() throws InvalidJson {
    SealedBatch first = chain.seal(List.of(ENTRY), NOW);
    chain.committed(first);
    SealedBatch second = chain.seal(List.of(ENTRY, ENTRY), NOW);
    assertThat(second.startsChain()).isFalse();
    assertThat(json(first.last()).string("prev"))
        .isEqualTo(first.records().getFirst().hash().base64Url());
    assertThat(json(second.records().getFirst()).string("prev"))
        .isEqualTo(first.last().hash().base64Url());
    assertThat(json(second.last()).integer("seq")).isEqualTo(3);
    assertThat(second.last().hash()).isEqualTo(Sha256.of(second.last().record()));
  }

  @Test
  void usesTheSamePlaceAgainAfterADefiniteRefusal() {
    chain.committed(chain.seal(List.of(ENTRY), NOW));
    String refused = chain.seal(List.of(ENTRY), NOW).last().id();
    assertThat(chain.seal(List.of(ENTRY), NOW).last().id()).isEqualTo(refused);
  }

  @Test
  void beginsANewChainThatNamesTheAbandonedOne() throws InvalidJson {
    chain.committed(chain.seal(List.of(ENTRY), NOW));
    SealedBatch lost = chain.seal(List.of(ENTRY), NOW);
    chain.abandoned(lost);
    SealedBatch next = chain.seal(List.of(ENTRY), NOW);
    assertThat(next.writer()).isNotEqualTo(lost.writer());
    assertThat(json(next.records().getFirst()).string("abandoned")).isEqualTo(lost.writer());
    chain.committed(next);
    assertThat(chain.seal(List.of(ENTRY), NOW).startsChain()).isFalse();
  }

  @Test
  void givesReceiptsForTheEntriesAlone() {
    SealedBatch batch = chain.seal(List.of(ENTRY, ENTRY), NOW);
    assertThat(batch.receipts())
        .extracting(Receipt::id)
        .containsExactly(batch.writer() + "-1", batch.writer() + "-2");
  }

  @Test
  void refusesAnEntryThatWouldReplaceACommonMember() {
    AuditEntry forged = AuditEntry.of("user.enabled").with("seq", 9);
    assertThatIllegalArgumentException().isThrownBy(() -> chain.seal(List.of(forged), NOW));
  }

  private static JsonObject json(SealedRecord record) throws InvalidJson {
    return Json.parse(record.record().toArray());
  }
}
