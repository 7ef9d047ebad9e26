package dev.vouch.core.ceremony;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.util.Set;

/**
 * What a browser answers to {@code navigator.credentials.create} (RegistrationResponseJSON,
 * WebAuthn Level 3 §5.1.8). The convenience copies that the answer carries besides are not read:
 * only the attestation object is signed.
 *
 * @param id the credential id as text
 * @param rawId the credential id
 * @param clientExtensions the names of the browser's extension outputs
 */
public record RegistrationAnswer(
    String id,
    Bytes rawId,
    String type,
    Bytes clientDataJson,
    Bytes attestationObject,
    Set<String> clientExtensions) {

  public static RegistrationAnswer read(JsonObject credential) throws InvalidJson {
    credential.only(
        "id", "rawId", "type", "authenticatorAttachment", "response", "clientExtensionResults");
    JsonObject response =
        credential
            .object("response")
            .only(
                "clientDataJSON",
                "attestationObject",
                "authenticatorData",
                "transports",
                "publicKey",
                "publicKeyAlgorithm");
    return new RegistrationAnswer(
        credential.string("id"),
        credential.bytes("rawId"),
        credential.string("type"),
        response.bytes("clientDataJSON"),
        response.bytes("attestationObject"),
        Set.copyOf(credential.object("clientExtensionResults").toMap().keySet()));
  }
}
