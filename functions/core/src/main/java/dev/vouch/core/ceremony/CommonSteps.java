package dev.vouch.core.ceremony;

import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.authenticator.ExtensionAuthenticatorOutput;
import dev.vouch.core.ceremony.CeremonyRefusal.Either;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** The steps that are the same in both ceremonies. Each is empty where the step is passed. */
final class CommonSteps {
  /**
   * Browsers ask keys for credProtect on their own when a resident credential is made, so its
   * output is there although nobody here asked (§7.1 step 28, note).
   */
  private static final Set<String> TOLERATED = Set.of("credProtect");

  private CommonSteps() {}

  static Optional<Either> type(ClientData clientData, String expected) {
    return unless(clientData.type().equals(expected), new CeremonyRefusal.WrongCeremonyType());
  }

  static Optional<Either> challenge(ClientData clientData, Bytes expected) {
    return unless(
        clientData.challenge().equals(expected.base64Url()),
        new CeremonyRefusal.ChallengeMismatch());
  }

  static Optional<Either> origin(ClientData clientData, PublicBaseUrl base) {
    return unless(clientData.origin().equals(base.origin()), new CeremonyRefusal.OriginMismatch());
  }

  static Optional<Either> crossOrigin(ClientData clientData) {
    return unless(!clientData.crossOrigin(), new CeremonyRefusal.CrossOrigin());
  }

  static Optional<Either> topOrigin(ClientData clientData) {
    return unless(clientData.topOrigin().isEmpty(), new CeremonyRefusal.TopOriginPresent());
  }

  static Optional<Either> rpIdHash(AuthenticatorData<?> data, PublicBaseUrl base) {
    return unless(
        MessageDigest.isEqual(data.getRpIdHash(), Sha256.of(base.rpId()).toArray()),
        new CeremonyRefusal.RpIdMismatch());
  }

  static Optional<Either> userPresent(AuthenticatorData<?> data) {
    return unless(data.isFlagUP(), new CeremonyRefusal.UserNotPresent());
  }

  static Optional<Either> userVerified(AuthenticatorData<?> data) {
    return unless(data.isFlagUV(), new CeremonyRefusal.UserNotVerified());
  }

  static Optional<Either> backupStateConsistent(AuthenticatorData<?> data) {
    return unless(data.isFlagBE() || !data.isFlagBS(), new CeremonyRefusal.BackupStateInvalid());
  }

  static Optional<Either> notBackupEligible(AuthenticatorData<?> data) {
    return unless(!data.isFlagBE(), new CeremonyRefusal.SyncableKey());
  }

  static <T extends ExtensionAuthenticatorOutput> Optional<Either> extensions(
      AuthenticatorData<T> data, Set<String> clientOutputs) {
    AuthenticationExtensionsAuthenticatorOutputs<T> outputs = data.getExtensions();
    Set<String> keys = outputs == null ? Set.of() : outputs.getKeys();
    return clientOutputs.stream()
        .findFirst()
        .or(() -> keys.stream().filter(key -> !TOLERATED.contains(key)).findFirst())
        .map(CeremonyRefusal.UnsolicitedExtension::new);
  }

  private static Optional<Either> unless(boolean passed, Either refusal) {
    return passed ? Optional.empty() : Optional.of(refusal);
  }
}
