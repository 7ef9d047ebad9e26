package dev.vouch.authenticate;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbLoginCodes;
import dev.vouch.adapters.dynamodb.DynamoDbLogins;
import dev.vouch.adapters.dynamodb.DynamoDbSessionEnding;
import dev.vouch.adapters.dynamodb.DynamoDbSessionRows;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.kms.KmsChallengeMac;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.login.CodeExchange;
import dev.vouch.core.login.LoginCeremony;
import dev.vouch.core.login.LoginCodes;
import dev.vouch.core.login.Logins;
import dev.vouch.core.policy.Lifetime;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.session.ChallengeMac;
import dev.vouch.core.session.Logout;
import dev.vouch.core.session.SessionEnding;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.session.SignedTokens;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  /** Tables that this function has no right to. */
  private static final String NO_TABLE = "none";

  @Singleton
  LambdaFunction function(LoginRoutes login, TokenRoutes tokens, SessionRoute session) {
    List<Route> routes = new ArrayList<>(login.routes());
    routes.addAll(tokens.routes());
    routes.add(session.route());
    return new LambdaFunction(routes);
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
      @Property(name = "vouch.session.lifetime", defaultValue = "8h") String lifetime) {
    return new LoginCeremony(
        base,
        new SignedTokens(mac),
        new AssertionCeremony(base, models),
        logins,
        random,
        lifetime(lifetime));
  }

  private static Duration lifetime(String setting) {
    return Lifetime.parse(setting)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "vouch.session.lifetime has to be such as 8h or 30m, not " + setting));
  }

  @Singleton
  KnownModels models(
      @Property(name = "vouch.attestation.allowed-aaguids", defaultValue = KnownModels.HARDWARE)
          List<String> allowed) {
    return KnownModels.of(allowed);
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
    return new AuditedWrites(client, tables, new AuditChain("authenticate", random));
  }

  @Singleton
  Tables tables(
      @Property(name = "vouch.tables.identity") String identity,
      @Property(name = "vouch.tables.session") String session,
      @Property(name = "vouch.tables.replay") String replay,
      @Property(name = "vouch.tables.audit") String audit) {
    return new Tables(identity, session, replay, NO_TABLE, audit);
  }

  @Singleton
  @Requires(missingBeans = ChallengeMac.class)
  ChallengeMac challengeKey(KmsClient client, @Property(name = "vouch.keys.challenge") String key) {
    return new KmsChallengeMac(client, key);
  }
}
