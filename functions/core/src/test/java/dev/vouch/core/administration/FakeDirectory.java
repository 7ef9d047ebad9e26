package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A directory in memory. {@code atWrite} runs once, before the next write, as somebody else would.
 */
public final class FakeDirectory implements Directory {
  private final TreeMap<String, User> users = new TreeMap<>();
  private final Map<String, EnrolledKey> keys = new LinkedHashMap<>();
  private final Map<String, Invitation> invitations = new LinkedHashMap<>();
  private final List<AuditEntry> audited = new ArrayList<>();
  private Optional<Runnable> atWrite = Optional.empty();

  /** Stores a key as the function {@code enroll} does. */
  public void enrol(EnrolledKey key) {
    User user = users.get(key.user().value());
    if (user != null) {
      users.put(user.id().value(), user.with(User.Status.ACTIVE));
    }
    keys.put(key.id(), key);
    invitations.values().removeIf(invitation -> invitation.user().equals(key.user()));
  }

  public List<AuditEntry> audited() {
    return audited;
  }

  public List<Invitation> invitations() {
    return List.copyOf(invitations.values());
  }

  public void beforeTheNextWrite(Runnable action) {
    atWrite = Optional.of(action);
  }

  @Override
  public List<Member> list() {
    return users.values().stream().map(this::member).toList();
  }

  @Override
  public Optional<Member> find(UserId id) {
    return Optional.ofNullable(users.get(id.value())).map(this::member);
  }

  @Override
  public boolean write(Change change, AuditEntry entry, Instant now) {
    Optional<Runnable> interference = atWrite;
    atWrite = Optional.empty();
    interference.ifPresent(Runnable::run);
    if (!holds(change)) {
      return false;
    }
    users.put(change.after().id().value(), change.after());
    switch (change) {
      case Change.Invite invite -> {
        close(invite.after());
        invitations.put(invite.invitation().secret().base64Url(), invite.invitation());
      }
      case Change.SetStatus set -> {
        if (set.after().status() == User.Status.DISABLED) {
          close(set.after());
        }
      }
      case Change.RemoveKey remove -> keys.remove(remove.key().id());
    }
    audited.add(entry);
    return true;
  }

  private boolean holds(Change change) {
    Optional<User> stored = Optional.ofNullable(users.get(change.after().id().value()));
    return switch (change) {
      case Change.Invite invite -> stored.equals(invite.before());
      case Change.SetStatus set -> stored.equals(Optional.of(set.before()));
      case Change.RemoveKey remove ->
          stored.equals(Optional.of(remove.before())) && keys.containsKey(remove.key().id());
    };
  }

  private void close(User user) {
    invitations.values().removeIf(invitation -> invitation.user().equals(user.id()));
  }

  private Member member(User user) {
    return new Member(
        user, keys.values().stream().filter(key -> key.user().equals(user.id())).toList());
  }
}
