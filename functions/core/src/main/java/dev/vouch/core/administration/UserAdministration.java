package dev.vouch.core.administration;

import dev.vouch.core.administration.Directory.Change;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.User.Status;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Secret;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Invites, disables and enables users, and removes keys. A user without a key is {@code INVITED},
 * one with a key {@code ACTIVE}, unless {@code DISABLED}: who loses the last key is invited again
 * by {@link #invite}.
 */
public final class UserAdministration {
  /** The most groups that one user may have. */
  public static final int MAX_GROUPS = 32;

  private static final Pattern GROUP = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int RANDOM_BYTES = 32;
  private static final int ATTEMPTS = 4;

  private final Directory directory;
  private final RandomSource random;

  public UserAdministration(Directory directory, RandomSource random) {
    this.directory = directory;
    this.random = random;
  }

  /**
   * An invitation that has been stored.
   *
   * @param secret for the link; it exists nowhere else
   */
  public record Invited(User user, Secret secret, Instant expiresAt) {}

  /** Everybody, by id. */
  public List<Member> list() {
    return directory.list();
  }

  /** The keys of one user. */
  public Outcome<List<EnrolledKey>> keys(String address) {
    return find(address)
        .<Outcome<List<EnrolledKey>>>map(member -> new Outcome.Done<>(member.keys()))
        .orElseGet(() -> new Outcome.Refused<>(new Refusal.UserUnknown(address)));
  }

  /**
   * Opens an invitation of 72 hours for somebody without a key; an earlier one is closed and the
   * groups are replaced.
   */
  public Outcome<Invited> invite(String actor, String address, List<String> groups, Instant now) {
    Optional<UserId> id = UserId.parse(address);
    if (id.isEmpty()) {
      return new Outcome.Refused<>(new Refusal.EmailInvalid());
    }
    Optional<String> wrong = wrongGroup(groups);
    if (wrong.isPresent()) {
      return new Outcome.Refused<>(new Refusal.GroupInvalid(wrong.get()));
    }
    return settled(() -> tryInvite(actor, id.get(), groups, now));
  }

  /** From the next request on, the user can do nothing. */
  public Outcome<Member> disable(String actor, String address, Instant now) {
    return settled(
        () -> change("user.disabled", actor, address, now, member -> disabled(member, now)));
  }

  /** The user may log in again. Sessions from before {@link #disable} stay ended. */
  public Outcome<Member> enable(String actor, String address, Instant now) {
    return settled(() -> change("user.enabled", actor, address, now, UserAdministration::enabled));
  }

  /** Removes a key: its sessions end at the next request. */
  public Outcome<EnrolledKey> removeKey(String actor, String address, String key, Instant now) {
    return settled(() -> tryRemoveKey(actor, address, key, now));
  }

  private Optional<Outcome<Invited>> tryInvite(
      String actor, UserId id, List<String> groups, Instant now) {
    Optional<Member> member = directory.find(id);
    if (member.isPresent()) {
      Optional<Refusal> refusal = notInvitable(member.get());
      if (refusal.isPresent()) {
        return Optional.of(new Outcome.Refused<>(refusal.get()));
      }
    }
    Optional<User> before = member.map(Member::user);
    User after =
        new User(
            id,
            groups,
            Status.INVITED,
            before.map(User::handle).orElseGet(() -> Bytes.of(random.bytes(RANDOM_BYTES))),
            before.map(User::createdAt).orElse(now));
    Secret secret = Secret.random(random, RANDOM_BYTES);
    Instant expires = now.plus(Invitation.LIFE);
    AuditEntry entry =
        entry("user.invited", actor, id)
            .with("groups", groups)
            .with("invitation_expires_at", Times.text(expires));
    Change invite =
        new Change.Invite(before, after, new Invitation(secret.hash(), id, now, expires));
    return directory.write(invite, entry, now)
        ? Optional.of(new Outcome.Done<>(new Invited(after, secret, expires)))
        : Optional.empty();
  }

  private static Optional<Refusal> notInvitable(Member member) {
    String user = member.user().id().value();
    if (member.user().status() == Status.DISABLED) {
      return Optional.of(new Refusal.UserDisabled(user));
    }
    return member.user().status() == Status.ACTIVE || !member.keys().isEmpty()
        ? Optional.of(new Refusal.UserExists(user))
        : Optional.empty();
  }

  private Optional<Outcome<Member>> change(
      String type, String actor, String address, Instant now, Function<Member, User> target) {
    Optional<Member> found = find(address);
    if (found.isEmpty()) {
      return Optional.of(new Outcome.Refused<>(new Refusal.UserUnknown(address)));
    }
    Member member = found.get();
    User after = target.apply(member);
    if (member.user().equals(after)) {
      return Optional.of(new Outcome.Done<>(member));
    }
    return directory.write(
            new Change.SetStatus(member.user(), after), entry(type, actor, after.id()), now)
        ? Optional.of(new Outcome.Done<>(new Member(after, member.keys())))
        : Optional.empty();
  }

  private static User disabled(Member member, Instant now) {
    boolean already = member.user().status() == Status.DISABLED;
    return already ? member.user() : member.user().disabled(now);
  }

  private static User enabled(Member member) {
    return member.user().with(member.keys().isEmpty() ? Status.INVITED : Status.ACTIVE);
  }

  private Optional<Outcome<EnrolledKey>> tryRemoveKey(
      String actor, String address, String keyId, Instant now) {
    Optional<Member> found = find(address);
    if (found.isEmpty()) {
      return Optional.of(new Outcome.Refused<>(new Refusal.UserUnknown(address)));
    }
    Member member = found.get();
    Optional<EnrolledKey> key = member.key(keyId);
    if (key.isEmpty()) {
      return Optional.of(new Outcome.Refused<>(new Refusal.KeyUnknown(address, keyId)));
    }
    boolean last = member.keys().size() == 1 && member.user().status() == Status.ACTIVE;
    User after = last ? member.user().with(Status.INVITED) : member.user();
    AuditEntry entry = entry("key.removed", actor, after.id()).with("key", keyId);
    return directory.write(new Change.RemoveKey(member.user(), after, key.get()), entry, now)
        ? Optional.of(new Outcome.Done<>(key.get()))
        : Optional.empty();
  }

  private Optional<Member> find(String address) {
    return UserId.parse(address).flatMap(directory::find);
  }

  private static Optional<String> wrongGroup(List<String> groups) {
    if (groups.size() > MAX_GROUPS) {
      return Optional.of(groups.get(MAX_GROUPS));
    }
    Set<String> seen = new HashSet<>();
    return groups.stream().filter(g -> !GROUP.matcher(g).matches() || !seen.add(g)).findFirst();
  }

  private static AuditEntry entry(String type, String actor, UserId user) {
    return AuditEntry.of(type).with("actor", actor).with("user", user.value());
  }

  /** Decides again while somebody else changes the same user. */
  private static <T> Outcome<T> settled(Supplier<Optional<Outcome<T>>> attempt) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Outcome<T>> outcome = attempt.get();
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw new Unavailable("identity table under contention");
  }
}
