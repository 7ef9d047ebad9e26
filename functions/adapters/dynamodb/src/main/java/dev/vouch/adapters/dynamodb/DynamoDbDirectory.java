package dev.vouch.adapters.dynamodb;

import dev.vouch.core.administration.Directory;
import dev.vouch.core.administration.Member;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The identity table as administrators use it. It never writes a key, it only removes one.
 *
 * <p>A user's item names the open invitation in the attribute {@code invitation}, so that a new one
 * closes it in the same transaction, without asking an index that may lag.
 */
public final class DynamoDbDirectory implements Directory {
  private static final String USER = "user#";
  private static final String KEY = "key#";
  private static final String UNCHANGED = "#status = :status_before AND #groups = :groups_before";

  private final Reads reads;
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbDirectory(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    this.reads = new Reads(client);
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public List<Member> list() {
    List<User> users = new ArrayList<>();
    Map<UserId, List<EnrolledKey>> keys = new LinkedHashMap<>();
    for (Item item : reads.all(tables.identity(), USER, KEY)) {
      if (item.string("pk").startsWith(USER)) {
        users.add(IdentityItems.user(item));
      } else {
        EnrolledKey key = IdentityItems.key(item);
        keys.computeIfAbsent(key.user(), user -> new ArrayList<>()).add(key);
      }
    }
    return users.stream()
        .sorted(Comparator.comparing(user -> user.id().value()))
        .map(user -> member(user, keys.getOrDefault(user.id(), List.of())))
        .toList();
  }

  @Override
  public Optional<Member> find(UserId id) {
    return reads
        .get(tables.identity(), IdentityItems.userKey(id))
        .map(IdentityItems::user)
        .map(user -> member(user, keys(id)));
  }

  @Override
  public boolean write(Change change, AuditEntry entry, Instant now) {
    Map<String, TransactWriteItem> changes =
        switch (change) {
          case Change.Invite invite -> invite(invite);
          case Change.SetStatus set -> setStatus(set);
          case Change.RemoveKey remove -> removeKey(remove);
        };
    return writes.commit(now, List.of(entry), changes) instanceof AuditedWrites.Result.Committed;
  }

  private Map<String, TransactWriteItem> invite(Change.Invite change) {
    Invitation invitation = change.invitation();
    String secret = invitation.secret().base64Url();
    Map<String, TransactWriteItem> writes = new LinkedHashMap<>();
    writes.put("invitation", Writes.create(tables.identity(), IdentityItems.item(invitation)));
    if (change.before().isEmpty()) {
      Item user = IdentityItems.item(change.after()).with("invitation", secret);
      writes.put("user", Writes.create(tables.identity(), user));
      return writes;
    }
    Item values =
        Item.values().with(":groups", change.after().groups()).with(":invitation", secret);
    String condition = UNCHANGED + close(change.after(), writes, values);
    String update = "SET #status = :status, #groups = :groups, #invitation = :invitation";
    writes.put("user", update(change.before().get(), change.after(), update, condition, values));
    return writes;
  }

  private Map<String, TransactWriteItem> setStatus(Change.SetStatus change) {
    Map<String, TransactWriteItem> writes = new LinkedHashMap<>();
    Item values = Item.values();
    String condition = UNCHANGED;
    String update = "SET #status = :status";
    if (change.after().status() == User.Status.DISABLED) {
      condition += close(change.after(), writes, values);
      update += ", #logins_from = :logins_from REMOVE #invitation";
      values.with(":logins_from", change.after().loginsFrom());
    }
    writes.put("user", update(change.before(), change.after(), update, condition, values));
    return writes;
  }

  private Map<String, TransactWriteItem> removeKey(Change.RemoveKey change) {
    Map<String, TransactWriteItem> writes = new LinkedHashMap<>();
    Item key = IdentityItems.keyKey(change.key().id());
    writes.put("key", Writes.delete(tables.identity(), key));
    String update = "SET #status = :status";
    writes.put("user", update(change.before(), change.after(), update, UNCHANGED, Item.values()));
    return writes;
  }

  /** Adds the removal of the user's open invitation; the condition says that it is still that. */
  private String close(User user, Map<String, TransactWriteItem> writes, Item values) {
    Optional<String> open =
        reads
            .get(tables.identity(), IdentityItems.userKey(user.id()))
            .filter(item -> item.has("invitation"))
            .map(item -> item.string("invitation"));
    if (open.isEmpty()) {
      return " AND attribute_not_exists(#invitation)";
    }
    Item invitation = Item.key("invitation#" + open.get(), "invitation");
    writes.put("earlier invitation", Writes.deleteIfThere(tables.identity(), invitation));
    values.with(":open", open.get());
    return " AND #invitation = :open";
  }

  private TransactWriteItem update(
      User before, User after, String update, String condition, Item values) {
    values
        .with(":status", IdentityItems.status(after.status()))
        .with(":status_before", IdentityItems.status(before.status()))
        .with(":groups_before", before.groups());
    Item key = IdentityItems.userKey(after.id());
    return Writes.update(tables.identity(), key, update, condition, values);
  }

  private List<EnrolledKey> keys(UserId id) {
    return reads.ofUser(tables.identity(), id.value(), KEY).stream()
        .map(IdentityItems::key)
        .toList();
  }

  private static Member member(User user, List<EnrolledKey> keys) {
    return new Member(
        user, keys.stream().sorted(Comparator.comparing(EnrolledKey::createdAt)).toList());
  }
}
