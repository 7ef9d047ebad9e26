package dev.vouch.adapters.dynamodb;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How policies lie in the configuration table: the compiled form under {@code policy#<its hash>},
 * the file under {@code source#<its hash>}, each in pieces under DynamoDB's item limit of 400 KB,
 * and {@code policy#active}, which names both.
 */
public final class PolicyItems {
  private static final int PIECE = 300_000;

  private PolicyItems() {}

  /** The item that names the active policy. */
  public static Item activeKey() {
    return Item.key("policy#active", "policy");
  }

  /** The partition of a compiled policy. */
  public static String compiledPartition(Sha256 hash) {
    return "policy#" + hash.base64Url();
  }

  static String sourcePartition(Sha256 hash) {
    return "source#" + hash.base64Url();
  }

  static List<Item> pieces(String partition, Bytes document) {
    byte[] bytes = document.toArray();
    List<Item> pieces = new ArrayList<>();
    for (int from = 0; from == 0 || from < bytes.length; from += PIECE) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(from + PIECE, bytes.length));
      pieces.add(
          Item.key(partition, "part#%04d".formatted(pieces.size())).with("bytes", Bytes.of(piece)));
    }
    return pieces;
  }

  /**
   * The document that the pieces make, in the order of their sort keys; empty where it is not the
   * one of this hash.
   */
  public static Optional<Bytes> document(List<Item> pieces, Sha256 hash) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    pieces.forEach(piece -> whole.writeBytes(piece.bytes("bytes").toArray()));
    Bytes document = Bytes.of(whole.toByteArray());
    return Sha256.of(document).equals(hash) ? Optional.of(document) : Optional.empty();
  }
}
