package dev.vouch.core.ceremony;

import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.CoreRegistrationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.Curve;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.PackedAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.server.CoreServerProperty;
import com.webauthn4j.verifier.CoreRegistrationObject;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** An attestation object that webauthn4j has read, with what the steps ask of it. */
final class ParsedAttestation {
  private static final PublicKeyCredentialParameters ES256 =
      new PublicKeyCredentialParameters(
          PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256);
  private static final ObjectConverter CONVERTER = new ObjectConverter();

  private final Bytes bytes;
  private final AttestationObject object;
  private final AttestedCredentialData credential;

  private ParsedAttestation(
      Bytes bytes, AttestationObject object, AttestedCredentialData credential) {
    this.bytes = bytes;
    this.object = object;
    this.credential = credential;
  }

  /** Empty where the bytes are not an attestation object with attested credential data. */
  static Optional<ParsedAttestation> read(Bytes bytes) {
    try {
      AttestationObject object = new AttestationObjectConverter(CONVERTER).convert(bytes.toArray());
      if (object == null) {
        return Optional.empty();
      }
      AttestedCredentialData credential = object.getAuthenticatorData().getAttestedCredentialData();
      return credential == null
          ? Optional.empty()
          : Optional.of(new ParsedAttestation(bytes, object, credential));
    } catch (RuntimeException unreadable) {
      // Jackson's and other exceptions leak from the converter, which only ever sees these bytes
      return Optional.empty();
    }
  }

  AuthenticatorData<RegistrationExtensionAuthenticatorOutput> authenticatorData() {
    return object.getAuthenticatorData();
  }

  String format() {
    return object.getFormat();
  }

  UUID aaguid() {
    UUID value = credential.getAaguid().getValue();
    return value == null ? new UUID(0, 0) : value;
  }

  Bytes credentialId() {
    return Bytes.of(credential.getCredentialId());
  }

  long algorithm() {
    COSEAlgorithmIdentifier algorithm = credential.getCOSEKey().getAlgorithm();
    return algorithm == null ? 0 : algorithm.getValue();
  }

  /** Whether the credential is for ECDSA on P-256 with SHA-256, and all of the key is there. */
  boolean isEs256() {
    return COSEAlgorithmIdentifier.ES256.equals(credential.getCOSEKey().getAlgorithm())
        && credential.getCOSEKey() instanceof EC2COSEKey key
        && key.getCurve() == Curve.SECP256R1
        && key.hasPublicKey();
  }

  /** DER SubjectPublicKeyInfo; only after {@link #isEs256}. */
  Bytes publicKey() {
    return Bytes.of(Objects.requireNonNull(credential.getCOSEKey().getPublicKey()).getEncoded());
  }

  /** The certificates of a packed statement, leaf first; none for self attestation. */
  List<X509Certificate> certificates() {
    return object.getAttestationStatement() instanceof PackedAttestationStatement packed
            && packed.getX5c() != null
        ? List.copyOf(packed.getX5c())
        : List.of();
  }

  /** The verification procedure of §8.2 as webauthn4j has it, whatever it may find. */
  boolean statementVerifies(Bytes clientDataJson, Bytes challenge, String rpId, Instant now) {
    try {
      new PackedAttestationStatementVerifier()
          .verify(
              new CoreRegistrationObject(
                  object,
                  bytes.toArray(),
                  Sha256.of(clientDataJson).toArray(),
                  new CoreRegistrationParameters(
                      new CoreServerProperty(rpId, new DefaultChallenge(challenge.toArray())),
                      List.of(ES256),
                      /* userVerificationRequired= */ true),
                  now));
      return true;
    } catch (RuntimeException refused) {
      // besides its own exceptions, casts fail in it on odd certificates
      return false;
    }
  }
}
