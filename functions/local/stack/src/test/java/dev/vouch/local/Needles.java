package dev.vouch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets by name, and a search for them in every form in which they could be written. */
final class Needles {
  private static final int SHORTEST = 16;

  private final Map<String, Set<String>> forms = new LinkedHashMap<>();

  /** Adds a value of a secret that may have many. */
  void add(String name, String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(name + " is too short to be searched for");
    }
    Set<String> known = forms.computeIfAbsent(name, n -> new LinkedHashSet<>());
    known.add(secret);
    known.add(URLEncoder.encode(secret, UTF_8));
    addBytes(known, secret.getBytes(UTF_8));
  }

  /** Adds a secret that is written in base64, with what it encodes. */
  void addBase64(String name, String base64) {
    add(name, base64);
    byte[] bytes = Base64.getDecoder().decode(base64);
    Set<String> known = forms.get(name);
    if (known != null) {
      addBytes(known, bytes);
    }
  }

  private static void addBytes(Set<String> known, byte[] bytes) {
    known.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    known.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    known.add(HexFormat.of().formatHex(bytes));
  }

  Set<String> names() {
    return forms.keySet();
  }

  /** The names of those that are in the text. */
  List<String> in(String text) {
    return forms.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(text::contains))
        .map(Map.Entry::getKey)
        .toList();
  }
}
