package dev.vouch.core.attestation;

import dev.vouch.core.secret.Sha256;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Attestation keys whose private halves are published for tests. An attestation by one of them, or
 * under one of them, says nothing about a key, whatever an administrator allows.
 */
public final class PublishedTestKeys {
  private static final Set<String> HASHES =
      Resource.text("published-test-keys.txt")
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(0, 2 * Sha256.SIZE))
          .collect(Collectors.toUnmodifiableSet());

  private PublishedTestKeys() {}

  /** Whether the certificate is for a published key. */
  public static boolean contains(X509Certificate certificate) {
    byte[] spki = certificate.getPublicKey().getEncoded();
    return HASHES.contains(HexFormat.of().formatHex(Sha256.of(spki).toArray()));
  }
}
