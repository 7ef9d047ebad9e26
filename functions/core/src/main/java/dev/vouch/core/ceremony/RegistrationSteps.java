package dev.vouch.core.ceremony;

import dev.vouch.core.attestation.AttestationLeaf;
import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.attestation.PublishedTestKeys;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One run through the steps of WebAuthn Level 3 §7.1, in their order and with their numbers; a step
 * is reached only through the one before it. Steps 1, 2 and 4 are the browser's; 12 (the hash) is
 * part of 21; 19 asks nothing here, since 18 has refused what 19 is about; 26, 27 and 29 are the
 * store's, in one transaction.
 */
record RegistrationSteps(
    PublicBaseUrl base,
    AttestationRoots roots,
    KnownModels models,
    RegistrationAnswer answer,
    Bytes challenge,
    UserId user,
    Instant now) {

  RegistrationResult verify() {
    return step3AnswerIsACredential();
  }

  private RegistrationResult step3AnswerIsACredential() {
    return answer.type().equals("public-key") && answer.id().equals(answer.rawId().base64Url())
        ? steps5And6ReadClientData()
        : refused(new CeremonyRefusal.Malformed("it is not one credential"));
  }

  private RegistrationResult steps5And6ReadClientData() {
    return ClientData.read(answer.clientDataJson())
        .map(this::step7Type)
        .orElseGet(() -> refused(new CeremonyRefusal.Malformed("client data")));
  }

  private RegistrationResult step7Type(ClientData clientData) {
    return pass(CommonSteps.type(clientData, "webauthn.create"), () -> step8Challenge(clientData));
  }

  private RegistrationResult step8Challenge(ClientData clientData) {
    return pass(CommonSteps.challenge(clientData, challenge), () -> step9Origin(clientData));
  }

  private RegistrationResult step9Origin(ClientData clientData) {
    return pass(CommonSteps.origin(clientData, base), () -> step10CrossOrigin(clientData));
  }

  private RegistrationResult step10CrossOrigin(ClientData clientData) {
    return pass(CommonSteps.crossOrigin(clientData), () -> step11TopOrigin(clientData));
  }

  private RegistrationResult step11TopOrigin(ClientData clientData) {
    return pass(CommonSteps.topOrigin(clientData), this::step13ReadAttestationObject);
  }

  private RegistrationResult step13ReadAttestationObject() {
    return ParsedAttestation.read(answer.attestationObject())
        .map(this::step14RpIdHash)
        .orElseGet(() -> refused(new CeremonyRefusal.Malformed("attestation object")));
  }

  private RegistrationResult step14RpIdHash(ParsedAttestation read) {
    return pass(
        CommonSteps.rpIdHash(read.authenticatorData(), base), () -> step15UserPresent(read));
  }

  private RegistrationResult step15UserPresent(ParsedAttestation read) {
    return pass(CommonSteps.userPresent(read.authenticatorData()), () -> step16UserVerified(read));
  }

  private RegistrationResult step16UserVerified(ParsedAttestation read) {
    return pass(CommonSteps.userVerified(read.authenticatorData()), () -> step17BackupState(read));
  }

  private RegistrationResult step17BackupState(ParsedAttestation read) {
    return pass(
        CommonSteps.backupStateConsistent(read.authenticatorData()),
        () -> step18BackupEligibility(read));
  }

  private RegistrationResult step18BackupEligibility(ParsedAttestation read) {
    return pass(
        CommonSteps.notBackupEligible(read.authenticatorData()), () -> step20Algorithm(read));
  }

  private RegistrationResult step20Algorithm(ParsedAttestation read) {
    return read.isEs256()
        ? step21Format(read)
        : refused(new RegistrationRefusal.AlgorithmNotAllowed(read.algorithm()));
  }

  private RegistrationResult step21Format(ParsedAttestation read) {
    if (!read.format().equals("packed")) {
      return refused(new RegistrationRefusal.AttestationFormatNotAllowed(read.format()));
    }
    List<X509Certificate> certificates = read.certificates();
    return certificates.isEmpty()
        ? refused(new RegistrationRefusal.AttestationCertificateMissing())
        : step22Statement(read, certificates);
  }

  /**
   * Published test keys before anything that a setting could change; then the certificate's
   * requirements, so that each has its own answer; then all of §8.2.
   */
  private RegistrationResult step22Statement(
      ParsedAttestation read, List<X509Certificate> certificates) {
    if (certificates.stream().anyMatch(PublishedTestKeys::contains)) {
      return roots.acceptPublishedTestKeys()
          ? step22Signature(read, () -> step24Model(read))
          : refused(new RegistrationRefusal.KnownTestKey());
    }
    X509Certificate leaf = certificates.getFirst();
    return AttestationLeaf.defect(leaf, read.aaguid())
        .map(defect -> refused(new RegistrationRefusal.AttestationLeafInvalid(defect)))
        .orElseGet(() -> step22Signature(read, () -> steps23And24Path(read, leaf)));
  }

  private RegistrationResult step22Signature(
      ParsedAttestation read, Supplier<RegistrationResult> next) {
    return read.statementVerifies(answer.clientDataJson(), challenge, base.rpId(), now)
        ? next.get()
        : refused(new RegistrationRefusal.AttestationSignatureInvalid());
  }

  private RegistrationResult steps23And24Path(ParsedAttestation read, X509Certificate leaf) {
    Optional<List<X509Certificate>> path = roots.path(leaf, now);
    if (path.isEmpty()) {
      return refused(new RegistrationRefusal.AttestationUntrusted());
    }
    return path.get().stream().anyMatch(PublishedTestKeys::contains)
        ? refused(new RegistrationRefusal.KnownTestKey())
        : step24Model(read);
  }

  private RegistrationResult step24Model(ParsedAttestation read) {
    return models
        .name(read.aaguid())
        .map(model -> step25CredentialIdLength(read, model))
        .orElseGet(() -> refused(new CeremonyRefusal.ModelNotAllowed(read.aaguid().toString())));
  }

  private RegistrationResult step25CredentialIdLength(ParsedAttestation read, String model) {
    int length = read.credentialId().size();
    if (length < 1 || length > 1023) {
      return refused(new RegistrationRefusal.CredentialIdLength(length));
    }
    return read.credentialId().equals(answer.rawId())
        ? step28Extensions(read, model)
        : refused(new RegistrationRefusal.CredentialIdMismatch());
  }

  private RegistrationResult step28Extensions(ParsedAttestation read, String model) {
    return pass(
        CommonSteps.extensions(read.authenticatorData(), answer.clientExtensions()),
        () -> new RegistrationResult.Accepted(key(read, model)));
  }

  private EnrolledKey key(ParsedAttestation read, String model) {
    return new EnrolledKey(
        EnrolledKey.idOf(read.credentialId()),
        user,
        read.credentialId(),
        read.publicKey(),
        read.aaguid().toString(),
        model,
        answer.attestationObject(),
        answer.clientDataJson(),
        read.authenticatorData().getSignCount(),
        now);
  }

  private static RegistrationResult pass(
      Optional<CeremonyRefusal.Either> refusal, Supplier<RegistrationResult> next) {
    return refusal.isPresent() ? refused(refusal.get()) : next.get();
  }

  private static RegistrationResult refused(RegistrationRefusal refusal) {
    return new RegistrationResult.Refused(refusal);
  }
}
