package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.AttestationLeaf.Defect;
import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.local.securitykey.Deviation;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested under steps 21 to 24 of WebAuthn Level 3 §7.1: the attestation. */
final class RegistrationAttestationTest {
  private final Ceremonies ceremonies = new Ceremonies();

  @Nested
  class Step21 {
    @Test
    void refusesNoAttestation() {
      assertRefused("attestation_format_not_allowed", new Deviation.NoAttestation());
    }

    @Test
    void refusesSelfAttestation() {
      assertRefused("attestation_certificate_missing", new Deviation.SelfAttestation());
    }
  }

  @Nested
  class Step22 {
    @Test
    void refusesAStatementSignedByAnotherKey() {
      assertRefused("attestation_signature_invalid", new Deviation.AttestationSignedByAnother());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YubiKey PIV Attestation", "authenticator attestation", "x"})
    void refusesALeafOfAnotherUnit(String unit) {
      assertDefect(Defect.UNIT, new Deviation.LeafUnit(unit));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "CN=x, OU=Authenticator Attestation, O=x",
          "CN=x, OU=Authenticator Attestation, O=x, C=XX",
          "CN=x, OU=Authenticator Attestation, C=SE",
          "OU=Authenticator Attestation, O=x, C=SE"
        })
    void refusesALeafThatDoesNotNameItsMaker(String subject) {
      assertDefect(Defect.SUBJECT, new Deviation.LeafSubject(subject));
    }

    @Test
    void refusesALeafOfTwoUnits() {
      assertDefect(
          Defect.UNIT,
          new Deviation.LeafSubject("CN=x, OU=Authenticator Attestation, OU=PIV, O=x, C=SE"));
    }

    @Test
    void refusesALeafThatMaySignCertificates() {
      assertDefect(Defect.AUTHORITY, new Deviation.LeafIsAuthority());
    }

    @Test
    void refusesALeafWithoutAModel() {
      assertDefect(Defect.AAGUID_MISSING, new Deviation.LeafWithoutAaguid());
    }

    @Test
    void refusesALeafOfAnotherModel() {
      assertDefect(Defect.AAGUID_OTHER, new Deviation.LeafAaguid(new UUID(1, 2)));
    }

    @Test
    void refusesALeafWhoseModelIsCritical() {
      assertDefect(Defect.AAGUID_CRITICAL, new Deviation.LeafAaguidCritical());
    }
  }

  @Nested
  class Steps23And24 {
    @Test
    void refusesARootOfTheSameNameThatIsNotPinned() {
      assertRefused("attestation_untrusted", new Deviation.ForeignRoot());
    }

    @Test
    void refusesEverySoftwareKeyUnderYubicosRoots() {
      ceremonies.roots = AttestationRoots.yubico();
      assertRefused("attestation_untrusted");
    }

    @Test
    void acceptsALeafFromItsFirstToItsLastSecondOnly() {
      Instant now = Ceremonies.NOW;
      assertThat(ceremonies.register(new Deviation.LeafValidity(now, now)))
          .isInstanceOf(RegistrationResult.Accepted.class);
      assertRefused(
          "attestation_untrusted",
          new Deviation.LeafValidity(now.plusSeconds(1), now.plusSeconds(2)));
      assertRefused(
          "attestation_untrusted",
          new Deviation.LeafValidity(now.minusSeconds(2), now.minusSeconds(1)));
    }

    @Test
    void refusesAModelThatIsNotAllowed() {
      assertRefused("model_not_allowed", new Deviation.Aaguid(new UUID(1, 2)));
    }

    @Test
    void refusesTheSoftwareKeyWhereOnlyHardwareIsAllowed() {
      ceremonies.models = KnownModels.hardware();
      assertRefused("model_not_allowed");
    }
  }

  private void assertRefused(String code, Deviation... deviations) {
    assertThat(
            ceremonies.register(deviations)
                    instanceof RegistrationResult.Refused(RegistrationRefusal refusal)
                ? refusal.code()
                : "accepted")
        .isEqualTo(code);
  }

  private void assertDefect(Defect defect, Deviation deviation) {
    assertThat(ceremonies.register(deviation))
        .isEqualTo(
            new RegistrationResult.Refused(new RegistrationRefusal.AttestationLeafInvalid(defect)));
  }
}
