package dev.vouch.local.overrides;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.deployment.PublicBaseUrl;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The local stack's beans; their settings are in no template. Each is there only with its setting,
 * so that a deployment which differs in one of them can be tested too.
 */
@Factory
final class LocalBeans {
  @Singleton
  @Requires(property = "vouch.local.port")
  PublicBaseUrl publicBaseUrl(@Value("${vouch.local.port}") int port) {
    return PublicBaseUrl.loopback(port);
  }

  /**
   * The pinned roots, the software key's and, for a browser's virtual key, the published ones.
   *
   * @param pem a file with the software key's root
   */
  @Singleton
  @Requires(property = "vouch.local.attestation-root")
  AttestationRoots attestationRoots(@Value("${vouch.local.attestation-root}") String pem)
      throws IOException {
    return AttestationRoots.yubico()
        .and(AttestationRoots.ofPem(Files.readString(Path.of(pem))))
        .dangerouslyWithPublishedTestKeys();
  }
}
