package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An OpenID Connect issuer with its documents on loopback, to be broken one way at a time. */
public final class TestIssuer implements AutoCloseable {
  private static final RSAKey KEY = key("one");
  static final RSAKey OTHER_KEY = key("one");
  private final HttpServer server;

  /** Discovery's status, its issuer and the number of keys, as a test wants them. */
  volatile int status = 200;

  volatile String announcedIssuer;
  volatile int copies = 1;

  /** Starts the issuer. */
  public TestIssuer() throws IOException {
    server = Loopback.serve(0, this::handle);
    announcedIssuer = url();
  }

  /** The issuer's URL, with the host name localhost as the real stack has it. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** A token signed by the published key. */
  public String sign(JWTClaimsSet claims) {
    return sign(claims, KEY);
  }

  static String sign(JWTClaimsSet claims, RSAKey key) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body =
          switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" ->
                ("{\"issuer\":\"" + announcedIssuer + "\",\"jwks_uri\":\"" + url() + "/keys\"}")
                    .getBytes(UTF_8);
            case "/keys" ->
                new JWKSet(Collections.nCopies(copies, KEY.toPublicJWK()))
                    .toString()
                    .getBytes(UTF_8);
            default -> throw new IOException("asked for " + exchange.getRequestURI());
          };
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** The claim that becomes session tags. */
  static Map<String, Object> tags(Map<String, ?> tags) {
    return Map.of("principal_tags", tags, "transitive_tag_keys", List.of());
  }
}
