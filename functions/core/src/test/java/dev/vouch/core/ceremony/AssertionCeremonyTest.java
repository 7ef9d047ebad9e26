package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.local.securitykey.Deviation;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nested under the steps of WebAuthn Level 3 §7.2. Nothing to test for steps 1, 2, 4 and 5, which
 * are the browser's or void since no credential is named in advance, 7, which names values, 19,
 * since 18 refuses what it would compare, and 20, whose result 21 needs.
 */
final class AssertionCeremonyTest {
  private static final int UP = 0x01;
  private static final int UV = 0x04;
  private static final int BE = 0x08;
  private static final int BS = 0x10;
  private static final int AT = 0x40;

  private final Ceremonies ceremonies = new Ceremonies();
  private final EnrolledKey key = ceremonies.enrolled();

  @Test
  void acceptsTheEnrolledKeyAndReportsItsCounter() {
    assertThat(ceremonies.login(key)).isEqualTo(new AssertionResult.Accepted(2));
    assertThat(ceremonies.login(key)).isEqualTo(new AssertionResult.Accepted(3));
  }

  @Nested
  class Step3 {
    @Test
    void refusesAnAnswerOfAnotherType() {
      assertRefused(
          "malformed_credential", edited(json -> json.replace("\"public-key\"", "\"password\"")));
    }

    @Test
    void refusesAnIdThatIsNotTheRawId() {
      assertRefused(
          "malformed_credential", edited(json -> json.replaceFirst("\"id\":\".", "\"id\":\"")));
    }
  }

  @Nested
  class Step6 {
    @Test
    void refusesAKeyThatIsNotEnrolled() {
      assertRefused("unknown_key", ceremonies.login(Optional.empty(), json -> json));
    }

    @Test
    void refusesAnIdThatIsNotTheStoredOne() {
      assertRefused("unknown_key", new Deviation.CredentialId("YW5vdGhlcg"));
    }

    @Test
    void refusesAnAnswerWithoutAUserHandle() {
      assertRefused("user_handle_missing", new Deviation.NoUserHandle());
    }

    @Test
    void refusesTheUserHandleOfAnother() {
      assertRefused("user_handle_mismatch", new Deviation.UserHandle("YW5vdGhlcg"));
    }

    @Test
    void refusesAModelThatIsNoLongerAllowed() {
      ceremonies.models = KnownModels.hardware();
      assertRefused("model_not_allowed");
    }
  }

  @Nested
  class Steps8And9 {
    @ParameterizedTest
    @ValueSource(strings = {"type", "challenge", "origin"})
    void refusesClientDataThatLacksAMember(String member) {
      assertRefused("malformed_credential", new Deviation.ClientDataWithout(member));
    }
  }

  @Nested
  class Steps10To14 {
    @Test
    void refusesARegistration() {
      assertRefused("wrong_ceremony_type", new Deviation.ClientType("webauthn.create"));
    }

    @Test
    void refusesAnotherChallenge() {
      assertRefused(
          "challenge_mismatch", new Deviation.Challenge(Ceremonies.CHALLENGE.base64Url()));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://evil.example",
          "http://vouch.example.com",
          "https://vouch.example.com:8443"
        })
    void refusesAnotherOrigin(String origin) {
      assertRefused("origin_mismatch", new Deviation.Origin(origin));
    }

    @Test
    void refusesAFrameOfAnotherOrigin() {
      assertRefused("cross_origin", new Deviation.CrossOrigin());
    }

    @Test
    void refusesATopOrigin() {
      assertRefused("top_origin_present", new Deviation.TopOrigin(Ceremonies.BASE.origin()));
    }
  }

  @Nested
  class Steps15To18 {
    @Test
    void refusesAuthenticatorDataThatIsCutOrTooLong() {
      assertRefused(
          "malformed_credential",
          edited(json ->
              json.replaceFirst("\"authenticatorData\":\"....", "\"authenticatorData\":\"")));
      assertRefused(
          "malformed_credential",
          edited(json ->
              json.replaceFirst("\"authenticatorData\":\"", "\"authenticatorData\":\"AAAA")));
    }

    @Test
    void refusesAttestedDataInAnAssertion() {
      assertRefused("malformed_credential", new Deviation.FlagsSet(AT));
    }

    @Test
    void refusesAnotherRelyingParty() {
      assertRefused("rp_id_mismatch", new Deviation.RpId("example.com"));
    }

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

    @Test
    void refusesAKeyThatHasBecomeSyncable() {
      assertRefused("syncable_key", new Deviation.FlagsSet(BE));
    }
  }

  @Nested
  class Step21 {
    @Test
    void refusesTheSignatureOfAnotherKey() {
      assertRefused("signature_invalid", new Deviation.SignedByAnother());
    }

    @Test
    void refusesWhatIsNoSignature() {
      assertRefused(
          "signature_invalid",
          edited(json -> json.replaceFirst("\"signature\":\"[^\"]+", "\"signature\":\"AAAA")));
    }
  }

  @Nested
  class Step22 {
    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "7,8", "7,4294967295", "2147483647,2147483648"})
    void acceptsTwoZeroesAndEveryStepForward(long stored, long received) {
      assertThat(counted(stored, received)).isEqualTo(new AssertionResult.Accepted(received));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "7,7", "8,7", "4294967295,1"})
    void refusesACounterThatDoesNotGoUp(long stored, long received) {
      assertThat(counted(stored, received))
          .isEqualTo(
              new AssertionResult.Refused(
                  new AssertionRefusal.CounterSteppedBack(stored, received)));
    }

    private AssertionResult counted(long stored, long received) {
      return ceremonies.login(
          Optional.of(new StoredCredential(key, Ceremonies.HANDLE, stored)),
          json -> json,
          new Deviation.Counter(received));
    }
  }

  @Nested
  class Step23 {
    @Test
    void refusesExtensionsThatNobodyAskedFor() {
      assertRefused(
          "unsolicited_extension",
          new Deviation.AuthenticatorExtensions(Map.of("hmac-secret", new byte[32])));
      assertRefused("unsolicited_extension", new Deviation.ClientExtensions(Map.of("appid", true)));
    }
  }

  private AssertionResult edited(UnaryOperator<String> edit) {
    return ceremonies.login(
        Optional.of(new StoredCredential(key, Ceremonies.HANDLE, key.signatureCount())), edit);
  }

  private void assertRefused(String code, Deviation... deviations) {
    assertRefused(code, ceremonies.login(key, deviations));
  }

  private static void assertRefused(String code, AssertionResult result) {
    assertThat(
            result instanceof AssertionResult.Refused(AssertionRefusal refusal)
                ? refusal.code()
                : "accepted")
        .isEqualTo(code);
  }
}
