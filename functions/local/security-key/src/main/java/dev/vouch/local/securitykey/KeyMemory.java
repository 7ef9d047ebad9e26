package dev.vouch.local.securitykey;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the key remembers: its maker, its attestation key, its credentials and its counter. */
final class KeyMemory {
  private final AttestationAuthority authority;
  private final KeyPair attestation;
  private final List<ResidentCredential> credentials;
  private long counter;

  private KeyMemory(
      AttestationAuthority authority,
      KeyPair attestation,
      List<ResidentCredential> credentials,
      long counter) {
    this.authority = authority;
    this.attestation = attestation;
    this.credentials = credentials;
    this.counter = counter;
  }

  static KeyMemory fresh(AttestationAuthority authority) {
    return new KeyMemory(authority, EcKeys.p256(), new ArrayList<>(), /* counter= */ 0);
  }

  AttestationAuthority authority() {
    return authority;
  }

  KeyPair attestation() {
    return attestation;
  }

  /** One counter for all credentials, up by one at each ceremony. */
  long nextCounter() {
    return ++counter;
  }

  void keep(ResidentCredential credential) {
    credentials.add(credential);
  }

  /** The credentials of a relying party, newest first. */
  List<ResidentCredential> credentials(String rpId) {
    return credentials.reversed().stream().filter(c -> c.rpId().equals(rpId)).toList();
  }

  boolean has(byte[] id) {
    return credentials.stream().anyMatch(c -> Arrays.equals(c.id(), id));
  }

  JsonObject json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("root", Base64Url.encode(encoded(authority.root())));
    members.put("root_key", Base64Url.encode(authority.key().getEncoded()));
    members.put("attestation_public", Base64Url.encode(attestation.getPublic().getEncoded()));
    members.put("attestation_key", Base64Url.encode(attestation.getPrivate().getEncoded()));
    members.put("counter", counter);
    members.put("credentials", credentials.stream().map(ResidentCredential::json).toList());
    return new JsonObject(members);
  }

  static KeyMemory of(JsonObject json) {
    try {
      X509Certificate root =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(Base64Url.decode(json.string("root"))));
      KeyPair attestation =
          new KeyPair(
              KeyFactory.getInstance("EC")
                  .generatePublic(
                      new X509EncodedKeySpec(Base64Url.decode(json.string("attestation_public")))),
              ResidentCredential.privateKey(json.string("attestation_key")));
      return new KeyMemory(
          new AttestationAuthority(ResidentCredential.privateKey(json.string("root_key")), root),
          attestation,
          new ArrayList<>(
              json.objects("credentials").stream().map(ResidentCredential::of).toList()),
          json.number("counter"));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not the memory of a key", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that we made has no encoding", e);
    }
  }
}
