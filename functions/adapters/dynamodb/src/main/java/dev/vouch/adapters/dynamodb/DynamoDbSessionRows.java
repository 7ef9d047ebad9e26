package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.adapters.dynamodb.BatchReads.Place;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.SessionEvidence.Rows;
import dev.vouch.core.session.SessionRows;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Sessions, keys, users and used proofs as a request with a session needs them. */
public final class DynamoDbSessionRows implements SessionRows {
  private final DynamoDbClient client;
  private final Tables tables;

  public DynamoDbSessionRows(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  /** The places of the three rows that a token names, in the order that {@link #rows} takes. */
  public static List<Place> places(Tables tables, AccessToken token) {
    return List.of(
        new Place(tables.session(), SessionItems.sessionKey(token.sessionId())),
        new Place(tables.identity(), IdentityItems.keyKey(token.key())),
        new Place(tables.identity(), IdentityItems.userKey(token.user())));
  }

  /** The rows that were read at {@link #places}. */
  public static Rows rows(List<Optional<Item>> items) {
    return new Rows(
        items.get(0).map(SessionItems::session),
        items.get(1).map(IdentityItems::key),
        items.get(2).map(IdentityItems::user));
  }

  @Override
  public Rows read(AccessToken token) {
    return rows(new BatchReads(client).get(places(tables, token)));
  }

  @Override
  public boolean useOnce(Proof proof) {
    try {
      client.putItem(
          PutItemRequest.builder()
              .tableName(tables.replay())
              .item(Item.key(proof.useKey()).withEpoch("expires", proof.useExpiresAt()).toMap())
              .conditionExpression("attribute_not_exists(pk)")
              .build());
      return true;
    } catch (ConditionalCheckFailedException used) {
      return false;
    } catch (SdkException e) {
      throw Faults.of("the replay table", e);
    }
  }
}
