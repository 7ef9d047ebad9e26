package dev.vouch.core.vending.ecr;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Provider.Order;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The web-identity token of one vend (RFC 7519), with session tags and source identity in its
 * claims (IAM User Guide, "Pass session tags in AWS STS").
 *
 * @param unsigned header and claims; not yet good for anything
 */
record WebIdentity(SignedJWT unsigned) {
  static final String AUDIENCE = "sts.amazonaws.com";
  static final Duration LIFE = Duration.ofSeconds(60);
  private static final String TAGS = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

  static WebIdentity of(PublicBaseUrl base, String kid, Order order) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(kid).build();
    return new WebIdentity(new SignedJWT(header, claims(base, order)));
  }

  /** What the key signs. */
  Sha256 digest() {
    return Sha256.of(unsigned.getSigningInput());
  }

  Secret signed(Bytes signature) {
    String input = new String(unsigned.getSigningInput(), StandardCharsets.US_ASCII);
    return Secret.of(input + "." + Base64URL.encode(signature.toArray()));
  }

  private static JWTClaimsSet claims(PublicBaseUrl base, Order order) {
    String user = order.session().user().value();
    return new JWTClaimsSet.Builder()
        .issuer(base.issuer())
        .subject(user)
        .audience(AUDIENCE)
        .issueTime(Date.from(order.now()))
        .expirationTime(Date.from(order.now().plus(LIFE)))
        // the record's id is unique, and one token is made for each record
        .jwtID(order.record())
        .claim(TAGS, tags(order))
        .claim(SOURCE_IDENTITY, user)
        .build();
  }

  private static Map<String, Object> tags(Order order) {
    Map<String, Object> tags = new LinkedHashMap<>();
    tags.put("user", List.of(order.session().user().value()));
    tags.put("session", List.of(order.session().id()));
    tags.put("record", List.of(order.record()));
    tags.put("registry", List.of(order.entitlement().registry().host().text()));
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put("principal_tags", tags);
    claim.put("transitive_tag_keys", List.copyOf(tags.keySet()));
    return claim;
  }
}
