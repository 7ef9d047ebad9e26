package dev.vouch.adapters.dynamodb;

import dev.vouch.core.enrolment.EnrolmentStatement;
import dev.vouch.core.enrolment.Enrolments;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The identity and replay tables as an enrolment uses them. Nothing else writes a key. */
public final class DynamoDbEnrolments implements Enrolments {
  private final Reads reads;
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbEnrolments(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    this.reads = new Reads(client);
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public Optional<Invited> find(Sha256 secret) {
    return reads
        .get(tables.identity(), IdentityItems.invitationKey(secret))
        .map(IdentityItems::invitation)
        .flatMap(invitation -> user(invitation.user()).map(user -> new Invited(invitation, user)));
  }

  @Override
  public Outcome complete(Completed enrolment, Instant now) {
    AuditedWrites.Result result =
        writes.commit(now, List.of(enrolment.entry()), changes(enrolment, now));
    return switch (result) {
      case AuditedWrites.Result.Committed committed ->
          new Outcome.Recorded(committed.receipts().getFirst());
      case AuditedWrites.Result.Refused refused ->
          new Outcome.Refused(
              refused.names().stream().map(Conflict::valueOf).collect(Collectors.toSet()));
    };
  }

  private Optional<User> user(UserId id) {
    return reads.get(tables.identity(), IdentityItems.userKey(id)).map(IdentityItems::user);
  }

  /** Each write under the name of what it means when its condition does not hold. */
  private Map<String, TransactWriteItem> changes(Completed enrolment, Instant now) {
    EnrolmentStatement statement = enrolment.statement();
    Map<String, TransactWriteItem> changes = new LinkedHashMap<>();
    changes.put(
        Conflict.CHALLENGE_USED.name(),
        Writes.useOnce(
            tables, "challenge#" + statement.challenge().base64Url(), statement.expiresAt()));
    changes.put(Conflict.INVITATION_GONE.name(), useUp(statement, now));
    changes.put(Conflict.USER_CHANGED.name(), activate(statement));
    changes.put(
        Conflict.CREDENTIAL_ENROLLED.name(),
        Writes.create(tables.identity(), IdentityItems.item(enrolment.key())));
    return changes;
  }

  private TransactWriteItem useUp(EnrolmentStatement statement, Instant now) {
    return Writes.deleteIf(
        tables.identity(),
        IdentityItems.invitationKey(statement.invitation()),
        "#user = :user AND #expires > :now",
        Item.values().with(":user", statement.user().value()).withEpoch(":now", now));
  }

  private TransactWriteItem activate(EnrolmentStatement statement) {
    return Writes.update(
        tables.identity(),
        IdentityItems.userKey(statement.user()),
        "SET #status = :active REMOVE #invitation",
        "#status = :invited AND #invitation = :invitation",
        Item.values()
            .with(":active", IdentityItems.status(User.Status.ACTIVE))
            .with(":invited", IdentityItems.status(User.Status.INVITED))
            .with(":invitation", statement.invitation().base64Url()));
  }
}
