package dev.vouch.core.ceremony;

import com.webauthn4j.converter.AuthenticatorDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One run through the steps of WebAuthn Level 3 §7.2, in their order and with their numbers; a step
 * is reached only through the one before it. Steps 1, 2, 4 and 5 are the browser's or ask nothing,
 * since no credential is named in advance; 7 names values; 19 has nothing left to compare after 18;
 * 20 (the hash) is part of 21; 24 is the caller's.
 */
record AssertionSteps(
    PublicBaseUrl base, KnownModels models, AssertionAnswer answer, Bytes challenge) {
  private static final ObjectConverter CONVERTER = new ObjectConverter();
  private static final int ATTESTED_DATA_FLAG = 0x40;

  /** Data in which only the fixed part is there (§6.1). */
  private static final int FIXED_SIZE = 37;

  AssertionResult verify(Optional<StoredCredential> stored) {
    return step3AnswerIsACredential(stored);
  }

  private AssertionResult step3AnswerIsACredential(Optional<StoredCredential> stored) {
    return answer.type().equals("public-key") && answer.id().equals(answer.rawId().base64Url())
        ? step6Credential(stored)
        : refused(new CeremonyRefusal.Malformed("it is not one credential"));
  }

  private AssertionResult step6Credential(Optional<StoredCredential> stored) {
    if (stored.isEmpty() || !stored.get().key().credentialId().equals(answer.rawId())) {
      return refused(new AssertionRefusal.UnknownKey());
    }
    if (answer.userHandle().isEmpty()) {
      return refused(new AssertionRefusal.UserHandleMissing());
    }
    return answer.userHandle().get().equals(stored.get().userHandle())
        ? step6Model(stored.get())
        : refused(new AssertionRefusal.UserHandleMismatch());
  }

  /** What was asked at the registration and can change is asked again. */
  private AssertionResult step6Model(StoredCredential stored) {
    return models.name(UUID.fromString(stored.key().aaguid())).isPresent()
        ? steps8And9ReadClientData(stored)
        : refused(new CeremonyRefusal.ModelNotAllowed(stored.key().aaguid()));
  }

  private AssertionResult steps8And9ReadClientData(StoredCredential stored) {
    return ClientData.read(answer.clientDataJson())
        .map(clientData -> step10Type(stored, clientData))
        .orElseGet(() -> refused(new CeremonyRefusal.Malformed("client data")));
  }

  private AssertionResult step10Type(StoredCredential stored, ClientData clientData) {
    return pass(
        CommonSteps.type(clientData, "webauthn.get"), () -> step11Challenge(stored, clientData));
  }

  private AssertionResult step11Challenge(StoredCredential stored, ClientData clientData) {
    return pass(
        CommonSteps.challenge(clientData, challenge), () -> step12Origin(stored, clientData));
  }

  private AssertionResult step12Origin(StoredCredential stored, ClientData clientData) {
    return pass(CommonSteps.origin(clientData, base), () -> step13CrossOrigin(stored, clientData));
  }

  private AssertionResult step13CrossOrigin(StoredCredential stored, ClientData clientData) {
    return pass(CommonSteps.crossOrigin(clientData), () -> step14TopOrigin(stored, clientData));
  }

  private AssertionResult step14TopOrigin(StoredCredential stored, ClientData clientData) {
    return pass(CommonSteps.topOrigin(clientData), () -> step15ReadAuthenticatorData(stored));
  }

  private AssertionResult step15ReadAuthenticatorData(StoredCredential stored) {
    return read(answer.authenticatorData())
        .map(data -> step15RpIdHash(stored, data))
        .orElseGet(() -> refused(new CeremonyRefusal.Malformed("authenticator data")));
  }

  private AssertionResult step15RpIdHash(
      StoredCredential stored, AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    return pass(CommonSteps.rpIdHash(data, base), () -> step16UserPresent(stored, data));
  }

  private AssertionResult step16UserPresent(
      StoredCredential stored, AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    return pass(CommonSteps.userPresent(data), () -> step17UserVerified(stored, data));
  }

  private AssertionResult step17UserVerified(
      StoredCredential stored, AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    return pass(CommonSteps.userVerified(data), () -> step18Backup(stored, data));
  }

  private AssertionResult step18Backup(
      StoredCredential stored, AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    return pass(
        CommonSteps.backupStateConsistent(data).or(() -> CommonSteps.notBackupEligible(data)),
        () -> step21Signature(stored, data));
  }

  private AssertionResult step21Signature(
      StoredCredential stored, AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    return isSignedBy(stored.key().publicKey())
        ? step22Counter(stored, data)
        : refused(new AssertionRefusal.SignatureInvalid());
  }

  private AssertionResult step22Counter(
      StoredCredential stored, AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    long before = stored.signatureCount();
    long received = data.getSignCount();
    return (before == 0 && received == 0) || received > before
        ? step23Extensions(data)
        : refused(new AssertionRefusal.CounterSteppedBack(before, received));
  }

  private AssertionResult step23Extensions(
      AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data) {
    return pass(
        CommonSteps.extensions(data, answer.clientExtensions()),
        () -> new AssertionResult.Accepted(data.getSignCount()));
  }

  private static Optional<AuthenticatorData<AuthenticationExtensionAuthenticatorOutput>> read(
      Bytes bytes) {
    try {
      AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data =
          new AuthenticatorDataConverter(CONVERTER).convert(bytes.toArray());
      boolean exact =
          (data.getFlags() & ATTESTED_DATA_FLAG) == 0
              && (data.isFlagED() || bytes.size() == FIXED_SIZE);
      return exact ? Optional.of(data) : Optional.empty();
    } catch (RuntimeException unreadable) {
      // Jackson's and other exceptions leak from the converter, which only ever sees these bytes
      return Optional.empty();
    }
  }

  private boolean isSignedBy(Bytes publicKey) {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(key);
      signature.update(answer.authenticatorData().toArray());
      signature.update(Sha256.of(answer.clientDataJson()).toArray());
      return signature.verify(answer.signature().toArray());
    } catch (SignatureException notASignature) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a stored public key cannot be used", e);
    }
  }

  private static AssertionResult pass(
      Optional<CeremonyRefusal.Either> refusal, Supplier<AssertionResult> next) {
    return refusal.isPresent() ? refused(refusal.get()) : next.get();
  }

  private static AssertionResult refused(AssertionRefusal refusal) {
    return new AssertionResult.Refused(refusal);
  }
}
