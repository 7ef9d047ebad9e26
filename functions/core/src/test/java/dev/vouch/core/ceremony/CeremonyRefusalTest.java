package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.AttestationLeaf.Defect;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CeremonyRefusalTest {
  private static final List<CeremonyRefusal> ALL =
      List.of(
          new CeremonyRefusal.Malformed("x"),
          new CeremonyRefusal.WrongCeremonyType(),
          new CeremonyRefusal.ChallengeMismatch(),
          new CeremonyRefusal.OriginMismatch(),
          new CeremonyRefusal.CrossOrigin(),
          new CeremonyRefusal.TopOriginPresent(),
          new CeremonyRefusal.RpIdMismatch(),
          new CeremonyRefusal.UserNotPresent(),
          new CeremonyRefusal.UserNotVerified(),
          new CeremonyRefusal.BackupStateInvalid(),
          new CeremonyRefusal.SyncableKey(),
          new CeremonyRefusal.UnsolicitedExtension("x"),
          new CeremonyRefusal.ModelNotAllowed("x"),
          new RegistrationRefusal.CredentialIdMismatch(),
          new RegistrationRefusal.AlgorithmNotAllowed(-8),
          new RegistrationRefusal.AttestationFormatNotAllowed("none"),
          new RegistrationRefusal.AttestationCertificateMissing(),
          new RegistrationRefusal.AttestationSignatureInvalid(),
          new RegistrationRefusal.AttestationLeafInvalid(Defect.UNIT),
          new RegistrationRefusal.AttestationUntrusted(),
          new RegistrationRefusal.KnownTestKey(),
          new RegistrationRefusal.CredentialIdLength(1024),
          new RegistrationRefusal.CredentialAlreadyEnrolled(),
          new AssertionRefusal.UnknownKey(),
          new AssertionRefusal.UserHandleMissing(),
          new AssertionRefusal.UserHandleMismatch(),
          new AssertionRefusal.SignatureInvalid(),
          new AssertionRefusal.CounterSteppedBack(2, 1));

  @Test
  void hasOneCodePerTypeAndNamesWhatHelps() {
    assertThat(ALL).extracting(CeremonyRefusal::code).doesNotHaveDuplicates();
    assertThat(ALL).extracting(CeremonyRefusal::code).allMatch(c -> c.matches("[a-z]+(_[a-z]+)*"));
    assertThat(ALL).allMatch(r -> r.detail().endsWith("."));
    assertThat(ALL).allMatch(r -> r.help().endsWith("."));
  }

  @Test
  void listsEveryTypeHere() {
    assertThat(ALL)
        .extracting(r -> (Object) r.getClass())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                    CeremonyRefusal.Either.class,
                    RegistrationRefusal.OfTheKey.class,
                    AssertionRefusal.OfTheLogin.class)
                .stream()
                .flatMap(type -> java.util.Arrays.stream(type.getPermittedSubclasses()))
                .map(type -> (Object) type)
                .toList());
  }
}
