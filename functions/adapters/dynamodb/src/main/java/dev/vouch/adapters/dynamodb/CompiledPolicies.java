package dev.vouch.adapters.dynamodb;

import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Compiled policies by hash. A policy never changes, so the last one that was asked for is kept and
 * a further read happens only after another has been applied.
 */
public final class CompiledPolicies {
  private final Reads reads;
  private final Tables tables;
  private volatile @Nullable Kept kept;

  private record Kept(Sha256 hash, PolicyIndex policy) {}

  public CompiledPolicies(DynamoDbClient client, Tables tables) {
    this.reads = new Reads(client);
    this.tables = tables;
  }

  /** The hash that the item at {@link PolicyItems#activeKey} names. */
  public static Sha256 hash(Item active) {
    return Sha256.parse(active.string("hash"))
        .orElseThrow(() -> new IllegalStateException("the active policy has no hash"));
  }

  /**
   * The policy of that hash.
   *
   * @throws Unavailable when its pieces do not make a document of that hash
   */
  public PolicyIndex get(Sha256 hash) {
    Kept last = kept;
    if (last == null || !last.hash().equals(hash)) {
      last = new Kept(hash, read(hash));
      kept = last;
    }
    return last.policy();
  }

  private PolicyIndex read(Sha256 hash) {
    Optional<Bytes> document =
        PolicyItems.document(
            reads.partition(tables.configuration(), PolicyItems.compiledPartition(hash)), hash);
    return document
        .map(bytes -> new PolicyIndex(PolicyJson.read(bytes.toArray())))
        .orElseThrow(() -> new Unavailable("configuration table"));
  }
}
