package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.secret.Sha256;
import java.util.List;

final class FakeDirectoryTest extends DirectoryContract {
  private final FakeDirectory fake = new FakeDirectory();

  @Override
  protected Directory directory() {
    return fake;
  }

  @Override
  protected void enrol(EnrolledKey key) {
    fake.enrol(key);
  }

  @Override
  protected List<Sha256> invitations() {
    return fake.invitations().stream().map(Invitation::secret).toList();
  }

  @Override
  protected List<String> audited() {
    return fake.audited().stream().map(AuditEntry::type).toList();
  }
}
