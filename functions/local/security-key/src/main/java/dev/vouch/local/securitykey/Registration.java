package dev.vouch.local.securitykey;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes one credential: authenticatorMakeCredential, and what the browser puts around it. */
final class Registration {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyMemory memory;
  private final Deviations deviations;
  private final KeyPair credential;
  private final byte[] credentialId;
  private final UUID aaguid;

  Registration(KeyMemory memory, Deviations deviations) {
    this.memory = memory;
    this.deviations = deviations;
    this.credential =
        deviations.has(Deviation.P384Credential.class) ? EcKeys.p384() : EcKeys.p256();
    this.credentialId =
        deviations
            .find(Deviation.CredentialId.class)
            .map(d -> Base64Url.decode(d.id()))
            .orElseGet(Registration::freshId);
    this.aaguid =
        deviations
            .find(Deviation.Aaguid.class)
            .map(Deviation.Aaguid::aaguid)
            .orElse(SecurityKey.AAGUID);
  }

  private static byte[] freshId() {
    byte[] id = new byte[32];
    RANDOM.nextBytes(id);
    return id;
  }

  /** Runs the ceremony and returns a RegistrationResponseJSON (WebAuthn L3 §5.1.8). */
  JsonObject answer(JsonObject options, String rpId, String origin, boolean verified) {
    byte[] clientData =
        ClientData.of("webauthn.create", options.string("challenge"), origin, deviations);
    byte[] authData = authenticatorData(rpId, verified);
    boolean attested =
        options.find("attestation").filter("direct"::equals).isPresent()
            && !deviations.has(Deviation.NoAttestation.class);
    byte[] attestationObject =
        Cbor.encode(
            attested
                ? attestation(authData, AuthenticatorData.sha256(clientData))
                : Map.of("fmt", "none", "attStmt", Map.of(), "authData", authData));
    memory.keep(
        new ResidentCredential(
            credentialId,
            rpId,
            Base64Url.decode(options.object("user").string("id")),
            credential.getPrivate()));
    return response(clientData, authData, attestationObject);
  }

  private byte[] authenticatorData(String rpId, boolean verified) {
    int flags = AuthenticatorData.UP | AuthenticatorData.AT | (verified ? AuthenticatorData.UV : 0);
    return AuthenticatorData.of(
        rpId,
        flags,
        memory.nextCounter(),
        AuthenticatorData.attested(
            AttestationAuthority.bytes(aaguid),
            credentialId,
            EcKeys.cose((ECPublicKey) credential.getPublic())),
        deviations);
  }

  private Map<String, Object> attestation(byte[] authData, byte[] clientDataHash) {
    Deviation.AttestedBy maker = maker();
    PrivateKey signer =
        deviations.has(Deviation.AttestationSignedByAnother.class)
            ? EcKeys.p256().getPrivate()
            : maker.key();
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("alg", EcKeys.ES256);
    statement.put("sig", EcKeys.sign(signer, authData, clientDataHash));
    if (!maker.chain().isEmpty()) {
      statement.put("x5c", encoded(maker.chain()));
    }
    String format =
        deviations
            .find(Deviation.AttestationFormat.class)
            .map(Deviation.AttestationFormat::format)
            .orElse("packed");
    return Map.of("fmt", format, "attStmt", statement, "authData", authData);
  }

  private Deviation.AttestedBy maker() {
    if (deviations.has(Deviation.SelfAttestation.class)) {
      return new Deviation.AttestedBy(credential.getPrivate(), List.of());
    }
    return deviations
        .find(Deviation.AttestedBy.class)
        .orElseGet(() -> {
          AttestationAuthority authority =
              deviations.has(Deviation.ForeignRoot.class)
                  ? AttestationAuthority.create()
                  : memory.authority();
          return new Deviation.AttestedBy(
              memory.attestation().getPrivate(),
              List.of(authority.certify(memory.attestation(), aaguid, deviations)));
        });
  }

  private static List<byte[]> encoded(List<X509Certificate> chain) {
    List<byte[]> encoded = new ArrayList<>();
    try {
      for (X509Certificate certificate : chain) {
        encoded.add(certificate.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
    return encoded;
  }

  private JsonObject response(byte[] clientData, byte[] authData, byte[] attestationObject) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("clientDataJSON", Base64Url.encode(clientData));
    response.put("authenticatorData", Base64Url.encode(authData));
    response.put("transports", List.of("usb"));
    response.put("publicKey", Base64Url.encode(credential.getPublic().getEncoded()));
    response.put("publicKeyAlgorithm", EcKeys.ES256);
    response.put("attestationObject", Base64Url.encode(attestationObject));
    return SecurityKey.credential(credentialId, new JsonObject(response), deviations);
  }
}
