package dev.vouch.core.vending.ecr;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Provider.Order;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The web-identity token of one vend (RFC 7519), with session tags and source identity in its
 * claims (IAM User Guide, "Pass session tags in AWS STS").
 *
 * @param signingInput header and claims, encoded; not yet good for anything
 */
record WebIdentity(String signingInput) {
  static final String AUDIENCE = "sts.amazonaws.com";
  static final Duration LIFE = Duration.ofSeconds(60);
  private static final String TAGS = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

  static WebIdentity of(PublicBaseUrl base, String kid, Order order) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "RS256");
    header.put("kid", kid);
    header.put("typ", "JWT");
    return new WebIdentity(part(header) + "." + part(claims(base, order)));
  }

  /** What the key signs. */
  Sha256 digest() {
    return Sha256.of(signingInput);
  }

  Secret signed(Bytes signature) {
    return Secret.of(signingInput + "." + signature.base64Url());
  }

  private static Map<String, Object> claims(PublicBaseUrl base, Order order) {
    String user = order.session().user().value();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", base.issuer());
    claims.put("sub", user);
    claims.put("aud", AUDIENCE);
    claims.put("iat", order.now().getEpochSecond());
    claims.put("exp", order.now().plus(LIFE).getEpochSecond());
    // the record's id is unique, and one token is made for each record
    claims.put("jti", order.record());
    claims.put(TAGS, tags(order));
    claims.put(SOURCE_IDENTITY, user);
    return claims;
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

  private static String part(Map<String, Object> members) {
    return Base64Url.encode(Json.write(members));
  }
}
