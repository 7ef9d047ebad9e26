package dev.vouch.local.securitykey;

import java.security.PrivateKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes one assertion: authenticatorGetAssertion, and what the browser puts around it. */
record Assertion(KeyMemory memory, Deviations deviations) {

  /** Runs the ceremony and returns an AuthenticationResponseJSON (WebAuthn L3 §5.1.8). */
  JsonObject answer(
      JsonObject options, ResidentCredential credential, String origin, boolean verified) {
    byte[] clientData =
        ClientData.of("webauthn.get", options.string("challenge"), origin, deviations);
    byte[] authData =
        AuthenticatorData.of(
            credential.rpId(),
            AuthenticatorData.UP | (verified ? AuthenticatorData.UV : 0),
            memory.nextCounter(),
            new byte[0],
            deviations);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("clientDataJSON", Base64Url.encode(clientData));
    response.put("authenticatorData", Base64Url.encode(authData));
    response.put(
        "signature",
        Base64Url.encode(
            EcKeys.sign(signer(credential), authData, AuthenticatorData.sha256(clientData))));
    if (!deviations.has(Deviation.NoUserHandle.class)) {
      response.put("userHandle", Base64Url.encode(handle(credential)));
    }
    return SecurityKey.credential(id(credential), new JsonObject(response), deviations);
  }

  private PrivateKey signer(ResidentCredential credential) {
    return deviations.has(Deviation.SignedByAnother.class)
        ? EcKeys.p256().getPrivate()
        : credential.key();
  }

  private byte[] handle(ResidentCredential credential) {
    return deviations
        .find(Deviation.UserHandle.class)
        .map(d -> Base64Url.decode(d.handle()))
        .orElseGet(credential::userHandle);
  }

  private byte[] id(ResidentCredential credential) {
    return deviations
        .find(Deviation.CredentialId.class)
        .map(d -> Base64Url.decode(d.id()))
        .orElseGet(credential::id);
  }
}
