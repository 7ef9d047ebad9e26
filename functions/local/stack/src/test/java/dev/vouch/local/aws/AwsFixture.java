package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vouch.local.MovedClock;
import dev.vouch.local.aws.RegistryTokens.End;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.signature.AccessKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The emulated account, an issuer and real clients, in a case that passes. */
public final class AwsFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String ROLE = "arn:aws:iam::123456789012:role/vouch-registry";
  static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
  static final List<String> TRUSTED =
      List.of("sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity");

  public final MovedClock clock = new MovedClock();
  final TestIssuer issuer = new TestIssuer();
  public final Account account = new Account(ACCOUNT, "us-east-1", clock);
  final Faults faults = new Faults();
  public final RegistryTokens tokens;
  final Kms kms = new Kms(account, new Permissions(clock));
  final AccessKey functions = account.addUser("functions", ALLOW_ALL);
  final EmulatedAws aws;

  public AwsFixture() throws IOException {
    this(End.OWN_LIFE);
  }

  public AwsFixture(End end) throws IOException {
    tokens = new RegistryTokens(clock, end);
    aws = EmulatedAws.start(account, faults, tokens, kms, new FunctionRoles(account));
    account.add(new IdentityProvider(issuer.url(), Set.of("sts.amazonaws.com")));
    role(trust(TRUSTED, "sts.amazonaws.com", "vouch"), allow("ecr:*"));
  }

  void role(String trust, String policy) {
    account.add(
        new Role(
            ROLE,
            "AROAAAAAAAAAAAAAAAAA",
            PolicyDocument.parseTrust(trust),
            PolicyDocument.parse(policy),
            Duration.ofHours(2)));
  }

  /** A trust policy for this issuer. */
  String trust(List<String> actions, String audience, String subject) {
    String name = issuer.url().replace("http://", "");
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
     "Principal":{"Federated":"arn:aws:iam::%1$s:oidc-provider/%2$s"},
     "Action":["%3$s"],
     "Condition":{"StringEquals":{"%2$s:aud":"%4$s","%2$s:sub":"%5$s"}}}]}
    """
        .formatted(ACCOUNT, name, String.join("\",\"", actions), audience, subject);
  }

  static String allow(String action) {
    return ALLOW_ALL.replace("\"Action\":\"*\"", "\"Action\":\"" + action + "\"");
  }

  /** Claims that pass. */
  JWTClaimsSet.Builder claims() {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer(issuer.url())
        .audience("sts.amazonaws.com")
        .subject("vouch")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)))
        .claim(SessionClaims.SOURCE_IDENTITY, "ada@example.com")
        .claim(SessionClaims.TAGS, TestIssuer.tags(Map.of("team", List.of("a"))));
  }

  /** A request that passes, with one thing changed. */
  public AssumeRoleWithWebIdentityResponse assume(
      Consumer<AssumeRoleWithWebIdentityRequest.Builder> change) {
    AssumeRoleWithWebIdentityRequest.Builder request =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(ROLE)
            .roleSessionName("record-1")
            .durationSeconds(900)
            .policy(allow("ecr:*"))
            .webIdentityToken(issuer.sign(claims().build()));
    change.accept(request);
    try (StsClient sts = client(StsClient.builder(), null)) {
      return sts.assumeRoleWithWebIdentity(request.build());
    }
  }

  StsClient sts(AwsCredentials credentials) {
    return client(StsClient.builder(), credentials);
  }

  EcrClient ecr(AwsCredentials credentials) {
    return client(EcrClient.builder(), credentials);
  }

  KmsClient kms(AwsCredentials credentials) {
    return client(KmsClient.builder(), credentials);
  }

  static AwsCredentials credentials(AccessKey key) {
    return AwsBasicCredentials.create(key.id(), key.revealSecret());
  }

  static AwsCredentials credentials(Credentials minted) {
    return AwsSessionCredentials.create(
        minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken());
  }

  /** A password for the registry, of a session with this session policy. */
  public String registryPassword(String sessionPolicy) {
    Credentials minted = assume(r -> r.policy(sessionPolicy)).credentials();
    try (EcrClient ecr = ecr(credentials(minted))) {
      String token =
          ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
      return new String(Base64.getDecoder().decode(token), UTF_8).substring("AWS:".length());
    }
  }

  <B extends AwsClientBuilder<B, C>, C> C client(B builder, @Nullable AwsCredentials credentials) {
    return client(builder, credentials, Region.US_EAST_1);
  }

  <B extends AwsClientBuilder<B, C>, C> C client(
      B builder, @Nullable AwsCredentials credentials, Region region) {
    AwsCredentialsProvider provider =
        credentials == null
            ? AnonymousCredentialsProvider.create()
            : StaticCredentialsProvider.create(credentials);
    builder
        .endpointOverride(aws.endpoint())
        .region(region)
        .credentialsProvider(provider)
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (builder instanceof SdkSyncClientBuilder<?, ?> b) {
      b.httpClientBuilder(UrlConnectionHttpClient.builder());
    }
    return builder.build();
  }

  @Override
  public void close() {
    aws.close();
    issuer.close();
  }
}
