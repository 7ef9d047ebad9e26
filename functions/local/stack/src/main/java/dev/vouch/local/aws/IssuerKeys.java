package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/** Fetches an issuer's public keys from the issuer itself, at every use, as STS may do. */
final class IssuerKeys {
  private static final int MOST_KEYS = 100;
  private static final int LONGEST_DOCUMENT = 65_536;
  private final Duration patience;

  IssuerKeys(Duration patience) {
    this.patience = patience;
  }

  sealed interface Fetched {}

  record Keys(JWKSet set) implements Fetched {}

  record Failed(AwsError error) implements Fetched {}

  /** Discovery document first, then the key set that it names. */
  Fetched fetch(String issuer) {
    try {
      Map<String, Object> discovery =
          JSON.std.mapFrom(get(issuer + "/.well-known/openid-configuration"));
      if (!issuer.equals(discovery.get("issuer"))
          || !(discovery.get("jwks_uri") instanceof String jwksUri)) {
        return noKey();
      }
      JWKSet keys = JWKSet.parse(get(jwksUri));
      return keys.size() < MOST_KEYS ? new Keys(keys) : noKey();
    } catch (NotAnswered e) {
      return new Failed(
          new AwsError(400, "IDPCommunicationError", "The identity provider did not respond."));
    } catch (IOException | ParseException | IllegalArgumentException e) {
      return noKey();
    }
  }

  static Failed noKey() {
    return new Failed(
        AwsError.invalidToken(
            "Couldn't retrieve verification key from your identity provider, please reference"
                + " AssumeRoleWithWebIdentity documentation for requirements"));
  }

  private String get(String address) throws NotAnswered {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) patience.toMillis());
      connection.setReadTimeout((int) patience.toMillis());
      if (connection.getResponseCode() != 200) {
        throw new NotAnswered();
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readNBytes(LONGEST_DOCUMENT), UTF_8);
      }
    } catch (NotAnswered e) {
      throw e;
    } catch (IOException e) {
      throw new NotAnswered(e);
    }
  }

  /** No connection, no answer in time, or not 200. */
  private static final class NotAnswered extends IOException {
    private static final long serialVersionUID = 1;

    NotAnswered() {}

    NotAnswered(IOException cause) {
      super(cause);
    }
  }
}
