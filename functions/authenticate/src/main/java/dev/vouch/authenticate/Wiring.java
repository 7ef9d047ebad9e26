package dev.vouch.authenticate;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbLoginCodes;
import dev.vouch.adapters.dynamodb.DynamoDbLogins;
import dev.vouch.adapters.dynamodb.DynamoDbSessionEnding;
import dev.vouch.adapters.dynamodb.DynamoDbSessionRows;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.kms.KmsChallengeMac;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.KeySettings;
import dev.vouch.adapters.system.LoginSettings;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.login.CodeExchange;
import dev.vouch.core.login.LoginCeremony;
import dev.vouch.core.login.LoginCodes;
import dev.vouch.core.login.Logins;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.session.ChallengeMac;
import dev.vouch.core.session.Logout;
import dev.vouch.core.session.SessionEnding;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.session.SignedTokens;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  private static final String NAME = "authenticate";

  /** Tables that this function has no right to. */
  @Singleton
  Settings settings(Environment environment) {
    return Settings.read(
        NAME,
        environment,
        List.of(
            DeploymentSettings.PUBLIC_BASE_URL,
            TableSettings.IDENTITY,
            TableSettings.SESSION,
            TableSettings.REPLAY,
            TableSettings.AUDIT,
            KeySettings.CHALLENGE,
            LoginSettings.ALLOWED_MODELS,
            LoginSettings.SESSION_LIFETIME));
  }

  @Singleton
  LambdaFunction function(
      LoginRoutes login, TokenRoutes tokens, SessionRoute session, RequestLog log) {
    List<Route> routes = new ArrayList<>(login.routes());
    routes.addAll(tokens.routes());
    routes.add(session.route());
    return new LambdaFunction(routes, log);
  }

  @Singleton
  LoginRoutes login(LoginCeremony ceremony, PublicBaseUrl base, InstantSource clock) {
    return new LoginRoutes(ceremony, base, clock);
  }

  @Singleton
  TokenRoutes tokens(
      LoginCodes codes,
      SessionRows rows,
      SessionEnding endings,
      RandomSource random,
      PublicBaseUrl base,
      InstantSource clock) {
    return new TokenRoutes(
        new CodeExchange(base, codes, endings, random), new Logout(rows, endings), base, clock);
  }

  @Singleton
  SessionRoute session(SessionRows rows, PublicBaseUrl base, InstantSource clock) {
    return new SessionRoute(rows, base, clock);
  }

  @Singleton
  LoginCeremony ceremony(
      PublicBaseUrl base,
      ChallengeMac mac,
      KnownModels models,
      Logins logins,
      RandomSource random,
      Settings settings) {
    return new LoginCeremony(
        base,
        new SignedTokens(mac),
        new AssertionCeremony(base, models),
        logins,
        random,
        settings.get(LoginSettings.SESSION_LIFETIME));
  }

  @Singleton
  KnownModels models(Settings settings) {
    return settings.get(LoginSettings.ALLOWED_MODELS);
  }

  @Singleton
  @Requires(missingBeans = Logins.class)
  Logins logins(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    return new DynamoDbLogins(client, tables, writes);
  }

  @Singleton
  @Requires(missingBeans = LoginCodes.class)
  LoginCodes codes(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    return new DynamoDbLoginCodes(client, tables, writes);
  }

  @Singleton
  @Requires(missingBeans = SessionEnding.class)
  SessionEnding endings(Tables tables, AuditedWrites writes) {
    return new DynamoDbSessionEnding(tables, writes);
  }

  @Singleton
  @Requires(missingBeans = SessionRows.class)
  SessionRows rows(DynamoDbClient client, Tables tables) {
    return new DynamoDbSessionRows(client, tables);
  }

  /** One chain for the whole instance, which serves one request at a time. */
  @Singleton
  AuditedWrites writes(DynamoDbClient client, Tables tables, RandomSource random) {
    return new AuditedWrites(client, tables, new AuditChain(NAME, random));
  }

  @Singleton
  @Requires(missingBeans = ChallengeMac.class)
  ChallengeMac challengeKey(KmsClient client, Settings settings) {
    return new KmsChallengeMac(client, settings.get(KeySettings.CHALLENGE));
  }
}
