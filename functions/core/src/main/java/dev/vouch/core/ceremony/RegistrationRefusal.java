package dev.vouch.core.ceremony;

import dev.vouch.core.attestation.AttestationLeaf;

/** Why a security key is not enrolled. */
public sealed interface RegistrationRefusal extends CeremonyRefusal
    permits CeremonyRefusal.Either, RegistrationRefusal.OfTheKey {

  /** Refusals that only a registration knows. All of them are about the key. */
  sealed interface OfTheKey extends RegistrationRefusal {
    @Override
    default String help() {
      return "Use a hardware security key of a model that your administrator allows.";
    }
  }

  /** The id around the answer is not the id that the key signed. */
  record CredentialIdMismatch() implements OfTheKey {
    @Override
    public String code() {
      return "credential_id_mismatch";
    }

    @Override
    public String detail() {
      return "The answer names another credential than the one that was made.";
    }
  }

  /** Another algorithm than ES256 (ECDSA, P-256, SHA-256). */
  record AlgorithmNotAllowed(long algorithm) implements OfTheKey {
    @Override
    public String code() {
      return "algorithm_not_allowed";
    }

    @Override
    public String detail() {
      return "The credential's algorithm is not ES256.";
    }
  }

  /** Another format than {@code packed}. */
  record AttestationFormatNotAllowed(String format) implements OfTheKey {
    @Override
    public String code() {
      return "attestation_format_not_allowed";
    }

    @Override
    public String detail() {
      return "The security key gave no attestation of the kind \"packed\".";
    }

    @Override
    public String help() {
      return "Allow the browser to see the security key's make and model, and use a hardware key.";
    }
  }

  /** The credential attests itself. */
  record AttestationCertificateMissing() implements OfTheKey {
    @Override
    public String code() {
      return "attestation_certificate_missing";
    }

    @Override
    public String detail() {
      return "The security key did not prove its maker.";
    }
  }

  /** The statement is not signed by the certificate's key. */
  record AttestationSignatureInvalid() implements OfTheKey {
    @Override
    public String code() {
      return "attestation_signature_invalid";
    }

    @Override
    public String detail() {
      return "The signature of the security key's attestation is wrong.";
    }
  }

  /** The certificate is not one of FIDO attestation for this model. */
  record AttestationLeafInvalid(AttestationLeaf.Defect defect) implements OfTheKey {
    @Override
    public String code() {
      return "attestation_leaf_invalid";
    }

    @Override
    public String detail() {
      return "The security key's certificate is not one of FIDO attestation for its model.";
    }
  }

  /** The certificate leads to no pinned root, or is not valid now. */
  record AttestationUntrusted() implements OfTheKey {
    @Override
    public String code() {
      return "attestation_untrusted";
    }

    @Override
    public String detail() {
      return "The security key's maker is not one that is trusted here.";
    }
  }

  /** The attestation key's private half is published. */
  record KnownTestKey() implements OfTheKey {
    @Override
    public String code() {
      return "known_test_key";
    }

    @Override
    public String detail() {
      return "The attestation was made with a key that is published for tests.";
    }
  }

  /** The credential id is longer than 1023 bytes, or empty. */
  record CredentialIdLength(int bytes) implements OfTheKey {
    @Override
    public String code() {
      return "credential_id_length";
    }

    @Override
    public String detail() {
      return "The credential's id has " + bytes + " bytes; 1 to 1023 are allowed.";
    }
  }

  /** Somebody has enrolled this credential. */
  record CredentialAlreadyEnrolled() implements OfTheKey {
    @Override
    public String code() {
      return "credential_already_enrolled";
    }

    @Override
    public String detail() {
      return "This credential is enrolled already.";
    }

    @Override
    public String help() {
      return "If you enrolled it, run `vouch login`; otherwise use another security key.";
    }
  }
}
