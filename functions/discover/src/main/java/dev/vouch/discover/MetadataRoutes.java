package dev.vouch.discover;

import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.vending.ecr.IssuerJwk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The public documents. They change with a deployment only, so caches may keep them a while. */
final class MetadataRoutes {
  /** Short beside the life of a key, long beside the time between two vends. */
  private static final String CACHE = "public, max-age=300";

  private final PublicBaseUrl base;
  private final List<Supplier<IssuerJwk>> issuerKeys;

  /**
   * @param issuerKeys the key that signs and, while it is being rotated, the other one
   */
  MetadataRoutes(PublicBaseUrl base, List<Supplier<IssuerJwk>> issuerKeys) {
    this.base = base;
    this.issuerKeys = List.copyOf(issuerKeys);
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/.well-known/openid-configuration", request -> document(openId())),
        new Route("GET", "/.well-known/jwks.json", request -> document(keys())),
        new Route(
            "GET",
            "/.well-known/oauth-authorization-server",
            request -> document(authorizationServer())));
  }

  /** OpenID Connect Discovery 1.0 section 3, as far as AWS reads it. */
  private Map<String, Object> openId() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("issuer", base.issuer());
    members.put("jwks_uri", base.resolve("/.well-known/jwks.json"));
    members.put("response_types_supported", List.of("id_token"));
    members.put("subject_types_supported", List.of("public"));
    members.put("id_token_signing_alg_values_supported", List.of("RS256"));
    return members;
  }

  /** RFC 7517 section 5. */
  private Map<String, Object> keys() {
    return Map.of("keys", issuerKeys.stream().map(key -> key.get().members()).toList());
  }

  /** RFC 8414 section 2. */
  private Map<String, Object> authorizationServer() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("issuer", base.issuer());
    members.put("authorization_endpoint", base.resolve("/oauth/authorize"));
    members.put("token_endpoint", base.resolve("/oauth/token"));
    members.put("revocation_endpoint", base.resolve("/oauth/revoke"));
    members.put("response_types_supported", List.of("code"));
    members.put("grant_types_supported", List.of("authorization_code"));
    members.put("token_endpoint_auth_methods_supported", List.of("none"));
    members.put("revocation_endpoint_auth_methods_supported", List.of("none"));
    members.put("code_challenge_methods_supported", List.of("S256"));
    members.put("dpop_signing_alg_values_supported", List.of("ES256"));
    members.put("authorization_response_iss_parameter_supported", true);
    return members;
  }

  private static Response document(Map<String, Object> members) {
    return Response.json(200, members).with("Cache-Control", CACHE);
  }
}
