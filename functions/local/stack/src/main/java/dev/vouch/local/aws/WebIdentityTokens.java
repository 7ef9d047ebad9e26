package dev.vouch.local.aws;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vouch.local.aws.WebIdentity.Rejected;
import dev.vouch.local.aws.WebIdentity.Verified;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a web-identity token the way STS does before it looks at any role. */
final class WebIdentityTokens {
  private static final Duration SKEW = Duration.ofMinutes(5);
  private final Account account;
  private final IssuerKeys issuerKeys;

  WebIdentityTokens(Account account, IssuerKeys issuerKeys) {
    this.account = account;
    this.issuerKeys = issuerKeys;
  }

  WebIdentity verify(String text) {
    SignedJWT token;
    JWTClaimsSet claims;
    try {
      token = SignedJWT.parse(text);
      claims = token.getJWTClaimsSet();
    } catch (ParseException e) {
      return rejected("The ID Token provided is not a valid JWT.");
    }
    String issuer = claims.getIssuer();
    Optional<IdentityProvider> provider =
        issuer == null ? Optional.empty() : account.provider(issuer);
    if (provider.isEmpty()) {
      return rejected("No OpenIDConnect provider found in your account for " + issuer);
    }
    if (!JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())) {
      return rejected("Unsupported signature algorithm " + token.getHeader().getAlgorithm());
    }
    return switch (issuerKeys.fetch(provider.get().issuer())) {
      case IssuerKeys.Failed failed -> new Rejected(failed.error());
      case IssuerKeys.Keys keys -> verify(token, claims, provider.get(), keys.set());
    };
  }

  private WebIdentity verify(
      SignedJWT token, JWTClaimsSet claims, IdentityProvider provider, JWKSet keys) {
    JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
    if (!(key instanceof RSAKey rsa)) {
      return new Rejected(IssuerKeys.noKey().error());
    }
    if (!isSignedBy(rsa, token)) {
      return rejected("The ID Token's signature could not be verified.");
    }
    Optional<AwsError> untimely = untimely(claims);
    if (untimely.isPresent()) {
      return new Rejected(untimely.get());
    }
    return claims(claims, provider);
  }

  private static WebIdentity claims(JWTClaimsSet claims, IdentityProvider provider) {
    List<String> audience = claims.getAudience();
    if (audience.size() != 1 || !provider.audiences().contains(audience.getFirst())) {
      return rejected("Incorrect token audience");
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty()) {
      return rejected("Missing a required claim: sub");
    }
    Optional<Map<String, String>> tags = SessionClaims.tags(claims.getClaim(SessionClaims.TAGS));
    if (tags.isEmpty()) {
      return new Rejected(
          AwsError.validation("The session tags in the token do not meet the requirements."));
    }
    Object source = claims.getClaim(SessionClaims.SOURCE_IDENTITY);
    if (source != null
        && !(source instanceof String name && SessionClaims.isSourceIdentity(name))) {
      return new Rejected(
          AwsError.validation("The source identity in the token does not meet the requirements."));
    }
    return new Verified(provider, subject, audience.getFirst(), tags.get(), (String) source);
  }

  private Optional<AwsError> untimely(JWTClaimsSet claims) {
    Instant now = account.clock().instant();
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    Date notBefore = claims.getNotBeforeTime();
    if (expires == null || issued == null) {
      return Optional.of(
          AwsError.invalidToken("Missing a required claim: " + (expires == null ? "exp" : "iat")));
    }
    if (!now.isBefore(expires.toInstant())) {
      return Optional.of(
          new AwsError(
              400,
              "ExpiredTokenException",
              "Token expired: current date/time must be before the expiration date/time"));
    }
    if (issued.toInstant().isAfter(now.plus(SKEW))
        || (notBefore != null && notBefore.toInstant().isAfter(now.plus(SKEW)))) {
      return Optional.of(AwsError.invalidToken("The ID Token is not valid yet."));
    }
    return Optional.empty();
  }

  private static boolean isSignedBy(RSAKey key, SignedJWT token) {
    try {
      return token.verify(new RSASSAVerifier(key));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static Rejected rejected(String message) {
    return new Rejected(AwsError.invalidToken(message));
  }
}
