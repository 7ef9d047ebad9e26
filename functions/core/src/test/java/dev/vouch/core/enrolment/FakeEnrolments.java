package dev.vouch.core.enrolment;

import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.SealedBatch;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.CountingRandom;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of an enrolment, in memory, under one lock. */
public final class FakeEnrolments implements Enrolments {
  private final AuditChain chain = new AuditChain("enroll", new CountingRandom());
  private final List<AuditEntry> records = new ArrayList<>();
  private final Map<UserId, User> users = new HashMap<>();
  private final Map<Sha256, Invitation> invitations = new HashMap<>();
  private final Map<String, EnrolledKey> keys = new HashMap<>();
  private final Set<Sha256> used = new HashSet<>();

  /** Stores a user; an earlier one with the id is replaced. */
  public synchronized void put(User user) {
    users.put(user.id(), user);
  }

  /** Stores the user's open invitation; an earlier one is closed. */
  public synchronized void put(Invitation invitation) {
    invitations.values().removeIf(earlier -> earlier.user().equals(invitation.user()));
    invitations.put(invitation.secret(), invitation);
  }

  public synchronized Optional<User> user(UserId id) {
    return Optional.ofNullable(users.get(id));
  }

  public synchronized List<EnrolledKey> keys() {
    return List.copyOf(keys.values());
  }

  /** What was recorded, oldest first. */
  public synchronized List<AuditEntry> records() {
    return List.copyOf(records);
  }

  /** How many rows there are that an enrolment can add. */
  public synchronized int rows() {
    return keys.size() + used.size() + records.size();
  }

  @Override
  public synchronized Optional<Invited> find(Sha256 secret) {
    return Optional.ofNullable(invitations.get(secret))
        .flatMap(invitation ->
            Optional.ofNullable(users.get(invitation.user()))
                .map(user -> new Invited(invitation, user)));
  }

  @Override
  public synchronized Outcome complete(Completed enrolment, Instant now) {
    Set<Conflict> conflicts = conflicts(enrolment, now);
    if (!conflicts.isEmpty()) {
      return new Outcome.Refused(conflicts);
    }
    UserId id = enrolment.key().user();
    used.add(enrolment.statement().challenge());
    invitations.remove(enrolment.statement().invitation());
    users.computeIfPresent(id, (_, user) -> user.with(User.Status.ACTIVE));
    keys.put(enrolment.key().id(), enrolment.key());
    records.add(enrolment.entry());
    SealedBatch batch = chain.seal(List.of(enrolment.entry()), now);
    chain.committed(batch);
    return new Outcome.Recorded(batch.receipts().getFirst());
  }

  private Set<Conflict> conflicts(Completed enrolment, Instant now) {
    Set<Conflict> conflicts = EnumSet.noneOf(Conflict.class);
    UserId id = enrolment.key().user();
    Invitation invitation = invitations.get(enrolment.statement().invitation());
    boolean open =
        invitation != null
            && invitation.user().equals(id)
            && now.getEpochSecond() < invitation.expiresAt().getEpochSecond();
    User user = users.get(id);
    if (used.contains(enrolment.statement().challenge())) {
      conflicts.add(Conflict.CHALLENGE_USED);
    }
    if (!open) {
      conflicts.add(Conflict.INVITATION_GONE);
    }
    boolean waiting = user != null && user.status() == User.Status.INVITED;
    if (!waiting || invitation == null || !invitation.user().equals(id)) {
      conflicts.add(Conflict.USER_CHANGED);
    }
    if (keys.containsKey(enrolment.key().id())) {
      conflicts.add(Conflict.CREDENTIAL_ENROLLED);
    }
    return conflicts;
  }
}
