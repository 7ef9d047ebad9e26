package dev.vouch.core.broken;

import com.webauthn4j.data.client.Origin;
import dev.vouch.core.attestation.AttestationRoots;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.sts.StsClient;

/** Breaks the rules of the core. */
final class CoreManager {
  Instant readsTheClock() {
    return Instant.now();
  }

  Map<String, String> readsTheEnvironment() {
    return System.getenv();
  }

  StsClient makesAClient() {
    return StsClient.builder().build();
  }

  Origin usesWebauthn4j() {
    return new Origin("https://example.com");
  }

  AttestationRoots takesPublishedTestKeys() {
    return AttestationRoots.yubico().dangerouslyWithPublishedTestKeys();
  }

  Class<?> knowsTheLocalStack() {
    return dev.vouch.local.dynamodb.LocalDynamoDb.class;
  }
}
