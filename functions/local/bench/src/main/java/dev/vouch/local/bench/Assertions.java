package dev.vouch.local.bench;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.ceremony.AssertionAnswer;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.ceremony.AssertionResult;
import dev.vouch.core.ceremony.RegistrationAnswer;
import dev.vouch.core.ceremony.RegistrationCeremony;
import dev.vouch.core.ceremony.RegistrationResult;
import dev.vouch.core.ceremony.StoredCredential;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.VendScene;
import dev.vouch.local.securitykey.SecurityKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The verification of one login ceremony (WebAuthn Level 3 §7.2), as the page's answer comes. */
@State(Scope.Thread)
public class Assertions {
  private static final Bytes HANDLE = Bytes.utf8("0123456789abcdef0123456789abcdef");
  private static final Bytes CHALLENGE = Bytes.utf8("a challenge of thirty-two bytes.");
  private static final KnownModels MODELS =
      KnownModels.of(List.of(SecurityKey.AAGUID + "=Software key"));

  private final SecurityKey key = SecurityKey.inMemory();
  private final EnrolledKey enrolled = enrol();
  private final AssertionCeremony ceremony = new AssertionCeremony(TestLogin.BASE, MODELS);
  private final String answer =
      key.get(
          """
          {"rpId":"%s","challenge":"%s","userVerification":"required"}
          """
              .formatted(TestLogin.BASE.rpId(), CHALLENGE.base64Url()),
          TestLogin.BASE.origin());

  @Benchmark
  public AssertionResult assertion() throws InvalidJson {
    return ceremony.verify(
        AssertionAnswer.read(parsed(answer)),
        CHALLENGE,
        Optional.of(new StoredCredential(enrolled, HANDLE, enrolled.signatureCount())));
  }

  private EnrolledKey enrol() {
    String created =
        key.create(
            """
            {"rp":{"id":"%s","name":"Vouch"},"user":{"id":"%s","name":"u","displayName":"u"},
             "challenge":"%s","pubKeyCredParams":[{"type":"public-key","alg":-7}],"attestation":"direct"}
            """
                .formatted(TestLogin.BASE.rpId(), HANDLE.base64Url(), CHALLENGE.base64Url()),
            TestLogin.BASE.origin());
    try {
      RegistrationResult result =
          new RegistrationCeremony(
                  TestLogin.BASE, AttestationRoots.ofPem(key.attestationRootPem()), MODELS)
              .verify(
                  RegistrationAnswer.read(parsed(created)),
                  CHALLENGE,
                  new VendScene().login().user().id(),
                  VendScene.NOW);
      return ((RegistrationResult.Accepted) result).key();
    } catch (InvalidJson e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject parsed(String json) throws InvalidJson {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
