package dev.vouch.core.vending.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Grant;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Subject;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Provider.Minted;
import dev.vouch.core.vending.Provider.Order;
import dev.vouch.core.vending.SessionPolicy;
import dev.vouch.core.vending.SessionPolicyResult;
import dev.vouch.core.vending.Upstream;
import dev.vouch.core.vending.VendScene;
import dev.vouch.core.vending.ecr.RegistryTokens.RegistryToken;
import dev.vouch.core.vending.ecr.RoleSessions.RoleRequest;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EcrProviderTest {
  private static final Instant NOW = VendScene.NOW;
  private static final String RECORD = "aaaaaaaaaaaaaaaaaaaa-2";
  private static final String ENDPOINT = "https://" + VendScene.HOST;
  private static final RoleSession SESSION =
      session("arn:aws:sts::123456789012:assumed-role/vouch-registry/" + RECORD);

  private final VendScene scene = new VendScene();
  private final FakeIssuerKey key = new FakeIssuerKey();
  private final List<RoleRequest> assumed = new ArrayList<>();
  private final List<String> regions = new ArrayList<>();
  private Answer<RoleSession> sts = new Answer.Given<>(SESSION);
  private Answer<RegistryToken> ecr = new Answer.Given<>(token("AWS:password", ENDPOINT));

  private final EcrProvider provider =
      new EcrProvider(
          TestLogin.BASE,
          key,
          request -> {
            assumed.add(request);
            return sts;
          },
          (region, session) -> {
            assertThat(session).isSameAs(SESSION);
            regions.add(region);
            return ecr;
          });

  @Test
  void mintsTheRegistrysPassword() {
    Minted minted = minted();
    assertThat(minted.username()).isEqualTo("AWS");
    assertThat(minted.secret()).isEqualTo(Secret.of("password"));
    assertThat(minted.expiresAt()).isEqualTo(SESSION.expiresAt());
    assertThat(regions).containsExactly("us-east-1");
  }

  @Test
  void tracesTheMintInTheUpstreamsLogs() {
    assertThat(minted().trace())
        .containsExactly(
            Map.entry("sts_request_id", "sts-request-1"),
            Map.entry("ecr_request_id", "ecr-request-1"),
            Map.entry("role", VendScene.ROLE),
            Map.entry("assumed_role", SESSION.assumedRole()));
  }

  @Test
  void namesTheRoleSessionAfterTheRecord() {
    minted();
    assertThat(assumed.getFirst().role()).isEqualTo(VendScene.ROLE);
    assertThat(assumed.getFirst().name()).isEqualTo(RECORD);
  }

  @Test
  void boundsTheSessionByThePolicyOfWhatIsGranted() {
    minted();
    assertThat(new SessionPolicyResult.Compiled(assumed.getFirst().policy()))
        .isEqualTo(SessionPolicy.compile(entitlement(VendScene.pulls()), expiry()));
  }

  @Test
  void signsTheWebIdentityWithTheIssuersKey() throws Exception {
    SignedJWT token = webIdentity();
    assertThat(token.getHeader().toJSONObject())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("alg", "RS256", "kid", FakeIssuerKey.KID, "typ", "JWT"));
    assertThat(token.verify(new RSASSAVerifier((RSAPublicKey) key.publicKey()))).isTrue();
  }

  @Test
  void claimsTheUserForAMinute() throws Exception {
    JWTClaimsSet claims = webIdentity().getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("https://vouch.example.com");
    assertThat(claims.getSubject()).isEqualTo("user@example.com");
    assertThat(claims.getAudience()).containsExactly("sts.amazonaws.com");
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(NOW);
    assertThat(claims.getExpirationTime().toInstant()).isEqualTo(NOW.plusSeconds(60));
    assertThat(claims.getJWTID()).isEqualTo(RECORD);
    assertThat(claims.getClaims())
        .containsOnlyKeys(
            "iss",
            "sub",
            "aud",
            "iat",
            "exp",
            "jti",
            "https://aws.amazon.com/tags",
            "https://aws.amazon.com/source_identity");
  }

  @Test
  void carriesUserSessionAndRecordIntoTheUpstreamsLogs() throws Exception {
    JWTClaimsSet claims = webIdentity().getJWTClaimsSet();
    assertThat(claims.getStringClaim("https://aws.amazon.com/source_identity"))
        .isEqualTo("user@example.com");
    Map<String, Object> tags = claims.getJSONObjectClaim("https://aws.amazon.com/tags");
    assertThat(tags.get("principal_tags"))
        .isEqualTo(
            Map.of(
                "user", List.of("user@example.com"),
                "session", List.of(scene.session().id()),
                "record", List.of(RECORD),
                "registry", List.of(VendScene.HOST)));
    assertThat(tags.get("transitive_tag_keys"))
        .isEqualTo(List.of("user", "session", "record", "registry"));
  }

  @ParameterizedTest
  @CsvSource({"5, 900", "899, 900", "900, 900", "901, 901", "3600, 3600"})
  void letsTheSessionLastAsLongAsTheAuthorityAndNeverLessThanStsTakes(int authority, int duration) {
    provider.mint(order(VendScene.pulls(), NOW.plusSeconds(authority)));
    assertThat(assumed.getFirst().duration().toSeconds()).isEqualTo(duration);
  }

  @Test
  void letsTheSessionLastToTheEndOfASecond() {
    Order whole = order(VendScene.pulls(), NOW.plusSeconds(3600));
    provider.mint(
        new Order(
            whole.record(),
            whole.session(),
            whole.entitlement(),
            NOW.plusMillis(400),
            whole.expiresAt()));
    assertThat(assumed.getFirst().duration().toSeconds()).isEqualTo(3600);
  }

  @Test
  void refusesAPolicyThatDoesNotFitBeforeItAsksAnybody() {
    Answer<Minted> answer = provider.mint(order(expiry(), many(60)));
    assertThat(code(answer)).isEqualTo("policy_too_large");
    assertThat(assumed).isEmpty();
  }

  @Test
  void foreseesThatAPolicyDoesNotFit() {
    assertThat(foreseen(many(60))).isEqualTo("policy_too_large");
    assertThat(foreseen(VendScene.pulls())).isEmpty();
  }

  private static RoleSession session(String assumedRole) {
    return new RoleSession(
        "ASIATEST",
        Secret.of("role-secret-key"),
        Secret.of("role-session-token"),
        NOW.plus(Duration.ofHours(1)),
        assumedRole,
        "sts-request-1");
  }

  private String foreseen(Grant... grants) {
    return provider
        .foresee(order(expiry(), grants).entitlement(), expiry())
        .map(MintRefusal::code)
        .orElse("");
  }

  private static Grant[] many(int grants) {
    return IntStream.range(0, grants)
        .mapToObj(i ->
            VendScene.grant(
                "grant-" + i,
                "team-with-a-long-name/application-" + i,
                Duration.ofHours(1),
                EnumSet.of(Action.PULL)))
        .toArray(Grant[]::new);
  }

  @Test
  void stopsWhereTheKeyDoesNotSign() {
    key.refuses(new MintRefusal.IssuerKeyNotUsable());
    assertThat(code(mint())).isEqualTo("issuer_key_not_usable");
    assertThat(assumed).isEmpty();
  }

  @Test
  void stopsWhereTheRoleCannotBeAssumed() {
    sts = new Answer.Withheld<>(new MintRefusal.RoleNotAssumable(VendScene.ROLE));
    assertThat(code(mint())).isEqualTo("role_not_assumable");
    assertThat(regions).isEmpty();
  }

  @Test
  void stopsWhereEcrGivesNoToken() {
    ecr = new Answer.Withheld<>(new MintRefusal.TimedOut(Upstream.ECR));
    assertThat(code(mint())).isEqualTo("upstream_timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://999999999999.dkr.ecr.us-east-1.amazonaws.com",
        "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "https://123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
        "https://evil.example/123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "https://"
      })
  void neverHandsOutATokenOfAnotherRegistry(String endpoint) {
    ecr = new Answer.Given<>(token("AWS:password", endpoint));
    assertThat(code(mint())).isEqualTo("other_registry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:sts::210987654321:assumed-role/vouch-registry/" + RECORD,
        "arn:aws-cn:sts::123456789012:assumed-role/vouch-registry/" + RECORD,
        "arn:aws:sts::123456789012:assumed-role/vouch/" + RECORD,
        "arn:aws:sts::123456789012:assumed-role/vouch-registry/" + RECORD + "0",
        "arn:aws:sts::123456789012:assumed-role/vouch-registry/" + RECORD + "/",
        "arn:aws:iam::123456789012:role/vouch-registry",
        ""
      })
  void neverUsesASessionOfAnotherRoleOrRecord(String assumedRole) {
    sts = new Answer.Given<>(session(assumedRole));
    assertThat(code(mint())).isEqualTo("other_role");
    assertThat(regions).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:role/a/path/vouch, arn:aws:sts::123456789012:assumed-role/vouch/r-1",
    "arn:aws-cn:iam::123456789012:role/vouch, arn:aws-cn:sts::123456789012:assumed-role/vouch/r-1"
  })
  void knowsTheSessionOfARoleByPartitionAccountNameAndRecord(String role, String assumedRole) {
    RoleRequest request =
        new RoleRequest(role, Secret.of("identity"), "r-1", "{}", Duration.ofMinutes(15));
    assertThat(request.isAnsweredBy(assumedRole)).isTrue();
    assertThat(request.isAnsweredBy(role)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://123456789012.dkr-ecr.us-east-1.on.aws",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com"
      })
  void takesEveryNameOfTheSameRegistry(String endpoint) {
    ecr = new Answer.Given<>(token("AWS:password", endpoint));
    assertThat(minted().secret()).isEqualTo(Secret.of("password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS:", "AWS", "aws:password", "password", ""})
  void refusesATokenOfAnotherForm(String text) {
    ecr = new Answer.Given<>(token(text, ENDPOINT));
    assertThat(code(mint())).isEqualTo("upstream_answer_not_understood");
  }

  @Test
  void refusesATokenThatIsNotBase64() {
    ecr =
        new Answer.Given<>(
            new RegistryToken(Secret.of("%%%"), ENDPOINT, NOW.plusSeconds(1), "ecr-request-1"));
    assertThat(code(mint())).isEqualTo("upstream_answer_not_understood");
  }

  @Test
  void keepsAColonInThePassword() {
    ecr = new Answer.Given<>(token("AWS:pass:word", ENDPOINT));
    assertThat(minted().secret()).isEqualTo(Secret.of("pass:word"));
  }

  @Test
  void printsNoSecret() {
    Minted minted = minted();
    String printed = minted + " " + assumed + " " + SESSION + " " + ecr;
    assertThat(printed)
        .doesNotContain("password")
        .doesNotContain("role-secret-key")
        .doesNotContain("role-session-token")
        .doesNotContain(assumed.getFirst().webIdentity().reveal());
  }

  private Answer<Minted> mint() {
    return provider.mint(order(VendScene.pulls(), expiry()));
  }

  private Minted minted() {
    return ((Answer.Given<Minted>) mint()).value();
  }

  private SignedJWT webIdentity() throws java.text.ParseException {
    minted();
    return SignedJWT.parse(assumed.getFirst().webIdentity().reveal());
  }

  private static String code(Answer<Minted> answer) {
    return ((Answer.Withheld<Minted>) answer).why().code();
  }

  private static Instant expiry() {
    return NOW.plus(Duration.ofHours(1));
  }

  private Order order(Grant grant, Instant expiresAt) {
    return order(expiresAt, grant);
  }

  private Order order(Instant expiresAt, Grant... grants) {
    return new Order(RECORD, scene.session(), entitlement(grants), NOW, expiresAt);
  }

  private Entitlement entitlement(Grant... grants) {
    return new PolicyIndex(VendScene.policy(grants))
        .entitlement(
            new Subject(scene.login().user().id(), Set.of("platform")), VendScene.registry());
  }

  private static RegistryToken token(String text, String endpoint) {
    String encoded =
        Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new RegistryToken(
        Secret.of(encoded), endpoint, NOW.plus(Duration.ofHours(12)), "ecr-request-1");
  }
}
