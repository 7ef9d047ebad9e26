package dev.vouch.core.enrolment;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import java.util.List;
import java.util.Optional;

final class FakeEnrolmentsTest extends EnrolmentsContract {
  private final FakeEnrolments fake = new FakeEnrolments();

  @Override
  protected Enrolments enrolments() {
    return fake;
  }

  @Override
  protected void invite(User user, Invitation invitation) {
    fake.put(user);
    fake.put(invitation);
  }

  @Override
  protected Optional<User> user(UserId id) {
    return fake.user(id);
  }

  @Override
  protected Optional<EnrolledKey> key(String id) {
    return fake.keys().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  @Override
  protected List<String> recordTypes() {
    return fake.records().stream().map(AuditEntry::type).toList();
  }
}
