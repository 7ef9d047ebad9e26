package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The packed size of a session policy and its tags, as a share of the limit. AWS's packing is not
 * public; here it is deflate against a limit of our own, so that the refusal exists and can be met.
 */
final class PackedPolicy {
  private static final int LIMIT = 2_048;

  private PackedPolicy() {}

  /** The size in percent of the limit, rounded up; more than 100 is too large. */
  static int percent(@Nullable String policy, Map<String, String> tags) {
    StringBuilder text = new StringBuilder(policy == null ? "" : policy);
    new TreeMap<>(tags)
        .forEach((name, value) -> text.append('\0').append(name).append('=').append(value));
    byte[] bytes = text.toString().getBytes(UTF_8);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      int size = deflater.deflate(new byte[bytes.length + 64]);
      return (size * 100 + LIMIT - 1) / LIMIT;
    } finally {
      deflater.end();
    }
  }
}
