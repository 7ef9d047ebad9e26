package dev.vouch.adapters.dynamodb;

import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.enrolment.Enrolments;
import dev.vouch.core.enrolment.EnrolmentsContract;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

final class DynamoDbEnrolmentsTest extends EnrolmentsContract {
  private final Tables tables = LocalTables.fresh();
  private final Reads reads = new Reads(LocalTables.client());

  @Override
  protected Enrolments enrolments() {
    AuditChain chain = new AuditChain("enroll", DynamoDbEnrolmentsTest::random);
    return new DynamoDbEnrolments(
        LocalTables.client(), tables, new AuditedWrites(LocalTables.client(), tables, chain));
  }

  @Override
  protected void invite(User user, Invitation invitation) {
    put(IdentityItems.item(user).with("invitation", invitation.secret().base64Url()));
    put(IdentityItems.item(invitation));
  }

  @Override
  protected Optional<User> user(UserId id) {
    return reads.get(tables.identity(), IdentityItems.userKey(id)).map(IdentityItems::user);
  }

  @Override
  protected Optional<EnrolledKey> key(String id) {
    return reads.get(tables.identity(), IdentityItems.keyKey(id)).map(IdentityItems::key);
  }

  @Override
  protected List<String> recordTypes() {
    return Audited.types(tables);
  }

  /** Instances draw different writers, as in production. */
  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private void put(Item item) {
    LocalTables.client()
        .putItem(request -> request.tableName(tables.identity()).item(item.toMap()));
  }
}
