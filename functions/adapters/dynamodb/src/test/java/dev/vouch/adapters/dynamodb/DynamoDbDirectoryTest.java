package dev.vouch.adapters.dynamodb;

import dev.vouch.core.administration.Directory;
import dev.vouch.core.administration.DirectoryContract;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.secret.Sha256;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

final class DynamoDbDirectoryTest extends DirectoryContract {
  private final Tables tables = LocalTables.fresh();

  @Override
  protected Directory directory() {
    return new DynamoDbDirectory(LocalTables.client(), tables, Audited.writes(tables));
  }

  @Override
  protected void enrol(EnrolledKey key) {
    List<TransactWriteItem> writes =
        new java.util.ArrayList<>(
            List.of(
                Writes.create(tables.identity(), IdentityItems.item(key)),
                Writes.update(
                    tables.identity(),
                    IdentityItems.userKey(key.user()),
                    "SET #status = :active",
                    "attribute_exists(pk)",
                    Item.values().with(":active", "active"))));
    invitations().stream()
        .map(secret -> Writes.delete(tables.identity(), IdentityItems.invitationKey(secret)))
        .forEach(writes::add);
    LocalTables.client().transactWriteItems(request -> request.transactItems(writes));
  }

  @Override
  protected List<Sha256> invitations() {
    return new Reads(LocalTables.client())
        .all(tables.identity(), "invitation#", "invitation#").stream()
            .map(IdentityItems::invitation)
            .map(Invitation::secret)
            .toList();
  }

  @Override
  protected List<String> audited() {
    return Audited.types(tables);
  }
}
