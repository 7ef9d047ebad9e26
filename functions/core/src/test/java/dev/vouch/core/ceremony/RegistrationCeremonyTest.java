package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.secret.Bytes;
import dev.vouch.local.securitykey.Deviation;
import dev.vouch.local.securitykey.SecurityKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nested under the steps of WebAuthn Level 3 §7.1. Nothing to test for steps 1, 2 and 4, which are
 * the browser's, 12, whose result 22 needs, and 19, since 18 refuses what it would look at. Steps
 * 26, 27 and 29 are the store's. Steps 21 to 24 are in {@link RegistrationAttestationTest}.
 */
final class RegistrationCeremonyTest {
  private static final int UP = 0x01;
  private static final int UV = 0x04;
  private static final int BE = 0x08;
  private static final int BS = 0x10;
  private static final int AT = 0x40;

  private final Ceremonies ceremonies = new Ceremonies();

  @Test
  void acceptsAnAttestedKey() {
    EnrolledKey key = ceremonies.enrolled();
    assertThat(key.user()).isEqualTo(Ceremonies.USER);
    assertThat(key.id()).isEqualTo(EnrolledKey.idOf(key.credentialId()));
    assertThat(key.aaguid()).isEqualTo(SecurityKey.AAGUID.toString());
    assertThat(key.model()).isEqualTo("Software key");
    assertThat(key.signatureCount()).isEqualTo(1);
    assertThat(key.createdAt()).isEqualTo(Ceremonies.NOW);
  }

  @Nested
  class Step3 {
    @Test
    void refusesAnAnswerOfAnotherType() {
      assertRefused(
          "malformed_credential",
          ceremonies.register(json -> json.replace("\"public-key\"", "\"password\"")));
    }

    @Test
    void refusesAnIdThatIsNotTheRawId() {
      assertRefused(
          "malformed_credential",
          ceremonies.register(json -> json.replaceFirst("\"id\":\".", "\"id\":\"")));
    }
  }

  @Nested
  class Steps5And6 {
    @ParameterizedTest
    @ValueSource(strings = {"type", "challenge", "origin"})
    void refusesClientDataThatLacksAMember(String member) {
      assertRefused("malformed_credential", new Deviation.ClientDataWithout(member));
    }
  }

  @Nested
  class Step7 {
    @ParameterizedTest
    @ValueSource(strings = {"webauthn.get", "payment.get", "webauthn.create ", ""})
    void refusesAnotherCeremonyType(String type) {
      assertRefused("wrong_ceremony_type", new Deviation.ClientType(type));
    }
  }

  @Nested
  class Step8 {
    @Test
    void refusesAnotherChallenge() {
      assertRefused(
          "challenge_mismatch", new Deviation.Challenge(Ceremonies.LOGIN_CHALLENGE.base64Url()));
    }

    @Test
    void refusesAPaddedChallenge() {
      assertRefused(
          "challenge_mismatch", new Deviation.Challenge(Ceremonies.CHALLENGE.base64Url() + "="));
    }
  }

  @Nested
  class Step9 {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://vouch.example.com.evil.example",
          "https://evil.example",
          "http://vouch.example.com",
          "https://vouch.example.com:8443",
          "https://sub.vouch.example.com",
          "https://vouch.example.com/",
          "HTTPS://VOUCH.EXAMPLE.COM"
        })
    void refusesAnyOriginButTheOne(String origin) {
      assertRefused("origin_mismatch", new Deviation.Origin(origin));
    }
  }

  @Nested
  class Steps10And11 {
    @Test
    void refusesAFrameOfAnotherOrigin() {
      assertRefused("cross_origin", new Deviation.CrossOrigin());
    }

    @Test
    void refusesATopOrigin() {
      assertRefused("top_origin_present", new Deviation.TopOrigin(Ceremonies.BASE.origin()));
    }

    @Test
    void acceptsClientDataThatSaysNothingOfFrames() {
      assertThat(ceremonies.register(new Deviation.ClientDataWithout("crossOrigin")))
          .isInstanceOf(RegistrationResult.Accepted.class);
    }
  }

  @Nested
  class Step13 {
    @Test
    void refusesAuthenticatorDataWithoutACredential() {
      assertRefused("malformed_credential", new Deviation.FlagsCleared(AT));
    }

    @Test
    void refusesAnAttestationObjectCutAnywhere() {
      RegistrationAnswer whole = passingAnswer();
      byte[] bytes = whole.attestationObject().toArray();
      for (int length = 0; length < bytes.length; length++) {
        RegistrationResult result = verify(with(whole, Bytes.of(Arrays.copyOf(bytes, length))));
        assertThat(code(result)).as("cut at %d", length).isEqualTo("malformed_credential");
      }
    }

    @Test
    void neverAcceptsAnAttestationObjectWithOneByteChanged() {
      RegistrationAnswer whole = passingAnswer();
      byte[] bytes = whole.attestationObject().toArray();
      for (int i = 0; i < bytes.length; i++) {
        byte[] changed = bytes.clone();
        changed[i] ^= 0x55;
        assertThat(verify(with(whole, Bytes.of(changed))))
            .as("changed at %d", i)
            .isInstanceOf(RegistrationResult.Refused.class);
      }
    }

    @Test
    void refusesBytesAfterTheAttestationObject() {
      RegistrationAnswer whole = passingAnswer();
      byte[] bytes = whole.attestationObject().toArray();
      assertThat(code(verify(with(whole, Bytes.of(Arrays.copyOf(bytes, bytes.length + 1))))))
          .isEqualTo("malformed_credential");
    }
  }

  @Nested
  class Step14 {
    @ParameterizedTest
    @ValueSource(strings = {"example.com", "evil.example", "VOUCH.EXAMPLE.COM"})
    void refusesAnotherRelyingParty(String rpId) {
      assertRefused("rp_id_mismatch", new Deviation.RpId(rpId));
    }
  }

  @Nested
  class Steps15To18 {
    @Test
    void refusesAKeyThatWasNotTouched() {
      assertRefused("user_not_present", new Deviation.FlagsCleared(UP));
    }

    @Test
    void refusesAKeyThatDidNotVerifyItsUser() {
      assertRefused("user_not_verified", new Deviation.FlagsCleared(UV));
    }

    @Test
    void refusesABackupOfWhatCannotBeBackedUp() {
      assertRefused("backup_state_invalid", new Deviation.FlagsSet(BS));
    }

    @ParameterizedTest
    @ValueSource(ints = {BE, BE | BS})
    void refusesASyncableKey(int flags) {
      assertRefused("syncable_key", new Deviation.FlagsSet(flags));
    }
  }

  @Nested
  class Step20 {
    @Test
    void refusesAnotherAlgorithm() {
      assertRefused("algorithm_not_allowed", new Deviation.P384Credential());
    }
  }

  @Nested
  class Step25 {
    @Test
    void acceptsIdsOf1023BytesAndRefusesLongerOnes() {
      assertThat(ceremonies.register(credentialIdOf(1023)))
          .isInstanceOf(RegistrationResult.Accepted.class);
      assertRefused("credential_id_length", credentialIdOf(1024));
    }

    @Test
    void refusesAnIdThatTheKeyDidNotSign() {
      RegistrationAnswer whole = passingAnswer();
      Bytes other = Bytes.utf8("another");
      assertThat(
              code(
                  verify(
                      new RegistrationAnswer(
                          other.base64Url(),
                          other,
                          whole.type(),
                          whole.clientDataJson(),
                          whole.attestationObject(),
                          Set.of()))))
          .isEqualTo("credential_id_mismatch");
    }

    private static Deviation credentialIdOf(int bytes) {
      return new Deviation.CredentialId(Bytes.of(new byte[bytes]).base64Url());
    }
  }

  @Nested
  class Step28 {
    @Test
    void refusesAnExtensionOfTheKeyThatNobodyAskedFor() {
      assertRefused(
          "unsolicited_extension",
          new Deviation.AuthenticatorExtensions(Map.of("hmac-secret", true)));
    }

    @Test
    void refusesAnExtensionOfTheBrowserThatNobodyAskedFor() {
      assertRefused("unsolicited_extension", new Deviation.ClientExtensions(Map.of("appid", true)));
    }

    @Test
    void acceptsCredProtectWhichBrowsersAskForOnTheirOwn() {
      assertThat(
              ceremonies.register(new Deviation.AuthenticatorExtensions(Map.of("credProtect", 2))))
          .isInstanceOf(RegistrationResult.Accepted.class);
    }
  }

  private void assertRefused(String code, Deviation... deviations) {
    assertRefused(code, ceremonies.register(deviations));
  }

  private static void assertRefused(String code, RegistrationResult result) {
    assertThat(code(result)).isEqualTo(code);
  }

  private static String code(RegistrationResult result) {
    return result instanceof RegistrationResult.Refused(RegistrationRefusal refusal)
        ? refusal.code()
        : "accepted";
  }

  private RegistrationAnswer passingAnswer() {
    EnrolledKey key = ceremonies.enrolled();
    return new RegistrationAnswer(
        key.credentialId().base64Url(),
        key.credentialId(),
        "public-key",
        key.clientData(),
        key.attestationObject(),
        Set.of());
  }

  private static RegistrationAnswer with(RegistrationAnswer answer, Bytes attestationObject) {
    return new RegistrationAnswer(
        answer.id(),
        answer.rawId(),
        answer.type(),
        answer.clientDataJson(),
        attestationObject,
        answer.clientExtensions());
  }

  private RegistrationResult verify(RegistrationAnswer answer) {
    return new RegistrationCeremony(Ceremonies.BASE, ceremonies.roots, ceremonies.models)
        .verify(answer, Ceremonies.CHALLENGE, Ceremonies.USER, Ceremonies.NOW);
  }

  @Test
  void keepsItsPassingAnswerPassing() {
    assertThat(verify(passingAnswer())).isInstanceOf(RegistrationResult.Accepted.class);
  }
}
