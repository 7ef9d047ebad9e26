package dev.vouch.local.aws;

import static dev.vouch.local.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web-identity token: its issuer, signature, times, audience and session claims. */
final class WebIdentityTokensTest {
  private static final String INVALID = "InvalidIdentityToken";
  private final AwsFixture given = new AwsFixture();

  WebIdentityTokensTest() throws IOException {}

  @AfterEach
  void close() {
    given.close();
  }

  @Test
  void refusesWhatIsNoToken() {
    refused(INVALID, "not.a.token");
  }

  @Test
  void refusesAnIssuerThatIsNotRegistered() {
    refusedClaims(INVALID, c -> c.issuer("http://localhost:1"));
  }

  @Test
  void refusesASignatureOfAnotherKey() {
    refused(INVALID, TestIssuer.sign(given.claims().build(), TestIssuer.OTHER_KEY));
  }

  @Test
  void refusesAKeyThatIsNotPublished() {
    refused(INVALID, TestIssuer.sign(given.claims().build(), TestIssuer.key("two")));
  }

  @Test
  void refusesAnotherAlgorithm() throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("one").build(), given.claims().build());
    token.sign(new RSASSASigner(TestIssuer.OTHER_KEY));
    refused(INVALID, token.serialize());
  }

  @Test
  void refusesAnIssuerThatAnnouncesAnotherName() {
    given.issuer.announcedIssuer = given.issuer.url() + "/";
    refusedClaims(INVALID, c -> c);
  }

  @Test
  void refusesAnIssuerWithTooManyKeys() {
    given.issuer.copies = 99;
    assertThat(given.assume(r -> {}).credentials()).isNotNull();
    given.issuer.copies = 100;
    refusedClaims(INVALID, c -> c);
  }

  @Test
  void saysThatTheIssuerDidNotAnswer() {
    given.issuer.status = 500;
    refusedClaims("IDPCommunicationError", c -> c);
  }

  @Test
  void saysThatTheIssuerCannotBeReached() {
    String token = given.issuer.sign(given.claims().build());
    given.issuer.close();
    refused("IDPCommunicationError", token);
  }

  @Test
  void refusesAnExpiredToken() {
    String token = given.issuer.sign(given.claims().build());
    given.clock.move(Duration.ofSeconds(61));
    refused("ExpiredTokenException", token);
  }

  @Test
  void refusesATokenFromTheFuture() {
    Date future = Date.from(given.clock.instant().plus(Duration.ofMinutes(6)));
    refusedClaims(INVALID, c -> c.issueTime(future).expirationTime(later(future)));
    refusedClaims(INVALID, c -> c.notBeforeTime(future).expirationTime(later(future)));
  }

  @Test
  void refusesATokenWithoutAnEnd() {
    refusedClaims(INVALID, c -> c.expirationTime(null));
  }

  @Test
  void refusesATokenWithoutATime() {
    refusedClaims(INVALID, c -> c.issueTime(null));
  }

  @Test
  void refusesATokenWithoutASubject() {
    refusedClaims(INVALID, c -> c.subject(null));
  }

  @Test
  void refusesAnAudienceThatTheProviderDoesNotList() {
    refusedClaims(INVALID, c -> c.audience("another"));
    refusedClaims(INVALID, c -> c.audience(List.of("sts.amazonaws.com", "another")));
    given.account.add(new IdentityProvider(given.issuer.url(), Set.of("another")));
    refusedClaims(INVALID, c -> c);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "aws:ada", "with space", "sla/sh"})
  void refusesASourceIdentityOutsideTheGrammar(String name) {
    refusedClaims("ValidationError", c -> c.claim(SessionClaims.SOURCE_IDENTITY, name));
  }

  @Test
  void takesFiftyTagsAndRefusesOneMore() {
    assertThat(assume(tags(numbered(50)))).isNotNull();
    assertRefused("ValidationError", () -> assume(tags(numbered(51))));
  }

  @Test
  void takesATagAtItsLongestAndRefusesItLonger() {
    assertThat(assume(tags(Map.of("k".repeat(128), List.of("v".repeat(256)))))).isNotNull();
    refusedTags(Map.of("k".repeat(129), List.of("v")));
    refusedTags(Map.of("k", List.of("v".repeat(257))));
  }

  @Test
  void refusesATagThatIsNone() {
    refusedTags(Map.of("aws:k", List.of("v")));
    refusedTags(Map.of("", List.of("v")));
    refusedTags(Map.of("k;", List.of("v")));
    refusedTags(Map.of("k", List.of("v;")));
    refusedTags(Map.of("k", List.of("v", "w")));
    refusedTags(Map.of("k", "v"));
    refusedClaims("ValidationError", c -> c.claim(SessionClaims.TAGS, "k=v"));
  }

  @Test
  void refusesATransitiveKeyWithoutItsTag() {
    Object claim = Map.of("principal_tags", Map.of(), "transitive_tag_keys", List.of("k"));
    refusedClaims("ValidationError", c -> c.claim(SessionClaims.TAGS, claim));
  }

  @Test
  void refusesAPolicyAndTagsThatPackTooLarge() {
    Map<String, List<String>> random =
        IntStream.range(0, 50)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> List.of(unpackable())));
    assertRefused("PackedPolicyTooLarge", () -> assume(tags(random)));
  }

  @Test
  void wantsNeitherTagsNorSourceIdentityInATokenWithoutThem() {
    given.role(
        given.trust(List.of("sts:AssumeRoleWithWebIdentity"), "sts.amazonaws.com", "vouch"),
        AwsFixture.allow("*"));
    JWTClaimsSet plain =
        given
            .claims()
            .claim(SessionClaims.TAGS, null)
            .claim(SessionClaims.SOURCE_IDENTITY, null)
            .build();
    assertThat(given.assume(r -> r.webIdentityToken(given.issuer.sign(plain))).sourceIdentity())
        .isNull();
  }

  private static String unpackable() {
    byte[] bytes = new byte[96];
    new java.security.SecureRandom().nextBytes(bytes);
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  private static Map<String, List<String>> numbered(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "k" + i, i -> List.of("v")));
  }

  private static Date later(Date date) {
    return Date.from(date.toInstant().plusSeconds(60));
  }

  private void refusedTags(Map<String, ?> tags) {
    assertRefused("ValidationError", () -> assume(tags(tags)));
  }

  private JWTClaimsSet tags(Map<String, ?> tags) {
    return given.claims().claim(SessionClaims.TAGS, TestIssuer.tags(tags)).build();
  }

  private Object assume(JWTClaimsSet claims) {
    return given.assume(r -> r.webIdentityToken(given.issuer.sign(claims))).credentials();
  }

  private void refusedClaims(String code, UnaryOperator<JWTClaimsSet.Builder> change) {
    refused(code, given.issuer.sign(change.apply(given.claims()).build()));
  }

  private void refused(String code, String token) {
    assertRefused(code, () -> given.assume(r -> r.webIdentityToken(token)));
  }
}
