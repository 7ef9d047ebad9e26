package dev.vouch.local.securitykey;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One way in which the key, or the browser before it, does not do what it should. A test changes
 * one thing in a ceremony that passes and expects the refusal of that thing; everything that
 * follows from the change (signatures, hashes) is recomputed, so that nothing else is wrong.
 */
public sealed interface Deviation {

  /** The browser was on another origin. */
  record Origin(String origin) implements Deviation {}

  /** The client data's type, for instance {@code webauthn.get} at a registration. */
  record ClientType(String type) implements Deviation {}

  /** The client data's challenge, base64url. */
  record Challenge(String challenge) implements Deviation {}

  /** The page ran inside a frame of another origin. */
  record CrossOrigin() implements Deviation {}

  /** The client data names a top-level origin. */
  record TopOrigin(String origin) implements Deviation {}

  /** The client data without one of its members. */
  record ClientDataWithout(String member) implements Deviation {}

  /** The credential is scoped to another relying party. */
  record RpId(String rpId) implements Deviation {}

  /** Flags of the authenticator data that are set besides. */
  record FlagsSet(int mask) implements Deviation {}

  /** Flags of the authenticator data that are not set. */
  record FlagsCleared(int mask) implements Deviation {}

  /** The signature counter, which otherwise goes up by one. */
  record Counter(long value) implements Deviation {}

  /** Another model: the AAGUID in the authenticator data and in the attestation certificate. */
  record Aaguid(UUID aaguid) implements Deviation {}

  /** The AAGUID in the attestation certificate only. */
  record LeafAaguid(UUID aaguid) implements Deviation {}

  /** The attestation certificate names no AAGUID. */
  record LeafWithoutAaguid() implements Deviation {}

  /** The AAGUID extension is marked critical. */
  record LeafAaguidCritical() implements Deviation {}

  /** The organizational unit in the attestation certificate's subject. */
  record LeafUnit(String unit) implements Deviation {}

  /** The whole subject of the attestation certificate. */
  record LeafSubject(String subject) implements Deviation {}

  /** The attestation certificate may sign certificates. */
  record LeafIsAuthority() implements Deviation {}

  /** When the attestation certificate is valid. */
  record LeafValidity(Instant from, Instant until) implements Deviation {}

  /** The attestation certificate has a root of the same name that nobody trusts. */
  record ForeignRoot() implements Deviation {}

  /** The attestation is made with this key and these certificates, leaf first. */
  record AttestedBy(PrivateKey key, List<X509Certificate> chain) implements Deviation {}

  /** The attestation statement is signed by a key that is not the certificate's. */
  record AttestationSignedByAnother() implements Deviation {}

  /** No attestation: format {@code none}. */
  record NoAttestation() implements Deviation {}

  /** Self attestation: format {@code packed} without a certificate. */
  record SelfAttestation() implements Deviation {}

  /** The name of the attestation format, its statement unchanged. */
  record AttestationFormat(String format) implements Deviation {}

  /** The credential id, base64url. */
  record CredentialId(String id) implements Deviation {}

  /** An ES384 credential whatever was asked for. */
  record P384Credential() implements Deviation {}

  /** Extension outputs in the authenticator data. */
  record AuthenticatorExtensions(Map<String, Object> outputs) implements Deviation {}

  /** Extension outputs of the browser. */
  record ClientExtensions(Map<String, Object> outputs) implements Deviation {}

  /** The assertion is signed by another key. */
  record SignedByAnother() implements Deviation {}

  /** The user handle in the assertion, base64url. */
  record UserHandle(String handle) implements Deviation {}

  /** The assertion carries no user handle. */
  record NoUserHandle() implements Deviation {}
}
