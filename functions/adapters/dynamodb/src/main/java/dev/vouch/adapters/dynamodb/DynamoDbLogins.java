package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.dynamodb.AuditedWrites.Result;
import dev.vouch.adapters.dynamodb.BatchReads.Place;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.login.LoginCode;
import dev.vouch.core.login.Logins;
import dev.vouch.core.session.LoginStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Logins: keys and users are read, codes and counters written. */
public final class DynamoDbLogins implements Logins {
  /** How much longer the use of a challenge is kept than the challenge is good. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final DynamoDbClient client;
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbLogins(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    this.client = client;
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public Optional<Enrolled> find(String keyId) {
    List<Optional<Item>> items =
        new BatchReads(client)
            .get(
                List.of(
                    new Place(tables.identity(), IdentityItems.keyKey(keyId)),
                    new Place(tables.session(), counterKey(keyId))));
    if (items.get(0).isEmpty()) {
      return Optional.empty();
    }
    EnrolledKey key = IdentityItems.key(items.get(0).get());
    long count = items.get(1).map(item -> item.number("count")).orElse(key.signatureCount());
    return new Reads(client)
        .get(tables.identity(), IdentityItems.userKey(key.user()))
        .map(user -> new Enrolled(key, IdentityItems.user(user), count));
  }

  @Override
  public Outcome complete(Completed login, Instant now) {
    return outcome(
        writes.commit(
            now,
            List.of(login.entry()),
            receipts -> {
              LoginCode code = login.loginCode(receipts.getFirst().id(), now);
              Map<String, TransactWriteItem> changes = new LinkedHashMap<>();
              changes.put("challenge", useChallenge(login.statement()));
              changes.put("counter", raise(login.key(), login.signatureCount()));
              changes.put("code", Writes.create(tables.session(), LoginCodeItems.item(code)));
              return changes;
            }));
  }

  @Override
  public Outcome refuse(Refused login, Instant now) {
    Map<String, TransactWriteItem> changes = Map.of("challenge", useChallenge(login.statement()));
    return outcome(writes.commit(now, List.of(login.entry()), changes));
  }

  private static Outcome outcome(Result result) {
    return switch (result) {
      case Result.Committed committed -> new Outcome.Recorded(committed.receipts().getFirst());
      case Result.Refused refused when refused.names().contains("challenge") ->
          new Outcome.ChallengeUsed();
      case Result.Refused refused when refused.names().contains("counter") ->
          new Outcome.CounterSteppedBack();
      case Result.Refused refused -> throw new IllegalStateException("refused: " + refused.names());
    };
  }

  private TransactWriteItem useChallenge(LoginStatement statement) {
    Instant expires = statement.issuedAt().plus(LoginStatement.CEREMONY).plus(MARGIN);
    return Writes.useOnce(tables, Logins.challengeKey(statement), expires);
  }

  /** A key that does not count says 0 each time (WebAuthn Level 3 §6.1.1). */
  private TransactWriteItem raise(String keyId, long count) {
    return Writes.update(
        tables.session(),
        counterKey(keyId),
        "SET #count = :count",
        count == 0
            ? "attribute_not_exists(#count) OR #count = :count"
            : "attribute_not_exists(#count) OR #count < :count",
        Item.values().with(":count", count));
  }

  private static Item counterKey(String keyId) {
    return Item.key("counter#" + keyId, "counter");
  }
}
