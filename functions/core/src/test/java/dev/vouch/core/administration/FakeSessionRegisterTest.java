package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.session.Session;
import java.util.List;

final class FakeSessionRegisterTest extends SessionRegisterContract {
  private final FakeSessionRegister fake = new FakeSessionRegister();

  @Override
  protected SessionRegister register() {
    return fake;
  }

  @Override
  protected void start(Session session) {
    fake.start(session);
  }

  @Override
  protected List<String> audited() {
    return fake.audited().stream().map(AuditEntry::type).toList();
  }
}
