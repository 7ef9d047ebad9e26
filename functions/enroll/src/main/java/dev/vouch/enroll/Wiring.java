package dev.vouch.enroll;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbEnrolments;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.kms.KmsChallengeMac;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.ceremony.RegistrationCeremony;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.enrolment.Enrolment;
import dev.vouch.core.enrolment.Enrolments;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.session.ChallengeMac;
import dev.vouch.core.session.SignedTokens;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  /** Tables that this function has no right to. */
  private static final String NO_TABLE = "none";

  @Singleton
  LambdaFunction function(Enrolment enrolment, PublicBaseUrl base, InstantSource clock) {
    return new LambdaFunction(new EnrolmentRoutes(enrolment, base, clock).routes());
  }

  @Singleton
  Enrolment enrolment(
      PublicBaseUrl base,
      RegistrationCeremony ceremony,
      ChallengeMac mac,
      Enrolments enrolments,
      RandomSource random) {
    return new Enrolment(base, ceremony, new SignedTokens(mac), enrolments, random);
  }

  @Singleton
  RegistrationCeremony ceremony(PublicBaseUrl base, AttestationRoots roots, KnownModels models) {
    return new RegistrationCeremony(base, roots, models);
  }

  @Singleton
  KnownModels models(
      @Property(name = "vouch.attestation.allowed-aaguids", defaultValue = KnownModels.HARDWARE)
          List<String> allowed) {
    return KnownModels.of(allowed);
  }

  @Singleton
  @Requires(missingBeans = AttestationRoots.class)
  AttestationRoots roots() {
    return AttestationRoots.yubico();
  }

  @Singleton
  @Requires(missingBeans = Enrolments.class)
  Enrolments enrolments(DynamoDbClient client, Tables tables, RandomSource random) {
    // one chain for the whole instance, which serves one request at a time
    AuditedWrites writes = new AuditedWrites(client, tables, new AuditChain("enroll", random));
    return new DynamoDbEnrolments(client, tables, writes);
  }

  @Singleton
  Tables tables(
      @Property(name = "vouch.tables.identity") String identity,
      @Property(name = "vouch.tables.replay") String replay,
      @Property(name = "vouch.tables.audit") String audit) {
    return new Tables(identity, NO_TABLE, replay, NO_TABLE, audit);
  }

  @Singleton
  @Requires(missingBeans = ChallengeMac.class)
  ChallengeMac challengeKey(KmsClient client, @Property(name = "vouch.keys.challenge") String key) {
    return new KmsChallengeMac(client, key);
  }
}
