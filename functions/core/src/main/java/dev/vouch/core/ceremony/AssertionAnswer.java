package dev.vouch.core.ceremony;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.util.Optional;
import java.util.Set;

/**
 * What a browser answers to {@code navigator.credentials.get} (AuthenticationResponseJSON, WebAuthn
 * Level 3 §5.1.8).
 *
 * @param id the credential id as text
 * @param rawId the credential id
 * @param clientExtensions the names of the browser's extension outputs
 */
public record AssertionAnswer(
    String id,
    Bytes rawId,
    String type,
    Bytes clientDataJson,
    Bytes authenticatorData,
    Bytes signature,
    Optional<Bytes> userHandle,
    Set<String> clientExtensions) {

  public static AssertionAnswer read(JsonObject credential) throws InvalidJson {
    credential.only(
        "id", "rawId", "type", "authenticatorAttachment", "response", "clientExtensionResults");
    JsonObject response =
        credential
            .object("response")
            .only("clientDataJSON", "authenticatorData", "signature", "userHandle");
    return new AssertionAnswer(
        credential.string("id"),
        credential.bytes("rawId"),
        credential.string("type"),
        response.bytes("clientDataJSON"),
        response.bytes("authenticatorData"),
        response.bytes("signature"),
        response.has("userHandle") ? Optional.of(response.bytes("userHandle")) : Optional.empty(),
        Set.copyOf(credential.object("clientExtensionResults").toMap().keySet()));
  }
}
