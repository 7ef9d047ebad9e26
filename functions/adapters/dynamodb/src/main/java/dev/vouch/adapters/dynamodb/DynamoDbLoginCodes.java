package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.dynamodb.AuditedWrites.Result;
import dev.vouch.core.login.LoginCode;
import dev.vouch.core.login.LoginCodes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Codes in the session table. */
public final class DynamoDbLoginCodes implements LoginCodes {
  private final Reads reads;
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbLoginCodes(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    this.reads = new Reads(client);
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public Optional<LoginCode> find(Sha256 hash) {
    return reads.get(tables.session(), LoginCodeItems.key(hash)).map(LoginCodeItems::code);
  }

  @Override
  public Outcome start(LoginCode code, Session session, Proof proof, Instant now) {
    Map<String, TransactWriteItem> changes = new LinkedHashMap<>();
    changes.put("proof", Writes.useOnce(tables, proof.useKey(), proof.useExpiresAt()));
    changes.put(
        "code",
        Writes.update(
            tables.session(),
            LoginCodeItems.key(code.hash()),
            "SET #used_for = :session",
            // an absent code has no good_until, so it fails here too
            "#good_until > :now AND attribute_not_exists(#used_for)",
            Item.values().with(":session", session.id()).with(":now", now.toEpochMilli())));
    changes.put("session", Writes.create(tables.session(), SessionItems.item(session)));
    return switch (writes.commit(now, List.of(LoginCodes.entry(session)), changes)) {
      case Result.Committed committed -> new Outcome.Started(committed.receipts().getFirst());
      case Result.Refused refused when refused.names().contains("proof") ->
          new Outcome.ProofReplayed();
      case Result.Refused refused -> new Outcome.CodeNotGood();
    };
  }
}
