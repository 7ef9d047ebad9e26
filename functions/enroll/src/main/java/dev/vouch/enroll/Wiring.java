package dev.vouch.enroll;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbEnrolments;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.kms.KmsChallengeMac;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.KeySettings;
import dev.vouch.adapters.system.LoginSettings;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
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
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  private static final String NAME = "enroll";

  /** Tables that this function has no right to. */
  @Singleton
  Settings settings(Environment environment) {
    return Settings.read(
        NAME,
        environment,
        List.of(
            DeploymentSettings.PUBLIC_BASE_URL,
            TableSettings.IDENTITY,
            TableSettings.REPLAY,
            TableSettings.AUDIT,
            KeySettings.CHALLENGE,
            LoginSettings.ALLOWED_MODELS));
  }

  @Singleton
  LambdaFunction function(
      Enrolment enrolment, PublicBaseUrl base, InstantSource clock, RequestLog log) {
    return new LambdaFunction(new EnrolmentRoutes(enrolment, base, clock).routes(), log);
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
  KnownModels models(Settings settings) {
    return settings.get(LoginSettings.ALLOWED_MODELS);
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
    AuditedWrites writes = new AuditedWrites(client, tables, new AuditChain(NAME, random));
    return new DynamoDbEnrolments(client, tables, writes);
  }

  @Singleton
  @Requires(missingBeans = ChallengeMac.class)
  ChallengeMac challengeKey(KmsClient client, Settings settings) {
    return new KmsChallengeMac(client, settings.get(KeySettings.CHALLENGE));
  }
}
