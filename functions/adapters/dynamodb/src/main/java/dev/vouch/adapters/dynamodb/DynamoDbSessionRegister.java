package dev.vouch.adapters.dynamodb;

import dev.vouch.core.administration.SessionRegister;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The session table as administrators use it. */
public final class DynamoDbSessionRegister implements SessionRegister {
  private static final String SESSION = "session#";

  private final Reads reads;
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbSessionRegister(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    this.reads = new Reads(client);
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public List<Session> list() {
    return sorted(reads.all(tables.session(), SESSION, SESSION));
  }

  @Override
  public List<Session> of(UserId user) {
    return sorted(reads.ofUser(tables.session(), user.value(), SESSION));
  }

  @Override
  public Optional<Session> find(String id) {
    return reads.get(tables.session(), SessionItems.sessionKey(id)).map(SessionItems::session);
  }

  @Override
  public boolean revoke(Session session, AuditEntry entry, Instant now) {
    TransactWriteItem revocation =
        Writes.update(
            tables.session(),
            SessionItems.sessionKey(session.id()),
            "SET #revoked = :now",
            "attribute_exists(pk) AND attribute_not_exists(#revoked)",
            Item.values().with(":now", now));
    return writes.commit(now, List.of(entry), Map.of("session", revocation))
        instanceof AuditedWrites.Result.Committed;
  }

  private static List<Session> sorted(List<Item> items) {
    return items.stream()
        .map(SessionItems::session)
        .sorted(Comparator.comparing(Session::createdAt))
        .toList();
  }
}
