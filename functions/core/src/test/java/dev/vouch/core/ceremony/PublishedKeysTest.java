package dev.vouch.core.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.local.securitykey.Deviation;
import dev.vouch.local.securitykey.SecurityKey;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.junit.jupiter.api.Test;

/** The administrator of these tests trusts the root and allows the model. */
final class PublishedKeysTest {
  /** FIDO U2F Raw Message Formats, registration example. Chromium's virtual authenticator's. */
  private static final String PRIVATE =
      "f3fccc0d00d8031954f90864d43c247f4bf5f0665c6b50cc17749a27d1cf7664";

  private static final String X =
      "8d617e65c9508e64bcc5673ac82a6799da3c1446682c258c463fffdf58dfd2fa";
  private static final String Y =
      "3e6c378b53d795c4a4dffb4199edd7862f23abaf0203b4b8911ba0569994e101";

  private final Ceremonies ceremonies = new Ceremonies();

  @Test
  void refusesAPublishedAttestationKeyUnderATrustedRoot() throws Exception {
    KeyPair published = published();
    Deviation.AttestedBy attested =
        new Deviation.AttestedBy(
            published.getPrivate(), java.util.List.of(ceremonies.key.certify(published)));
    assertThat(ceremonies.register(attested))
        .isEqualTo(new RegistrationResult.Refused(new RegistrationRefusal.KnownTestKey()));
  }

  @Test
  void refusesAPublishedRootThatAnAdministratorTrusts() throws Exception {
    SecurityKey underIt = SecurityKey.madeBy(published());
    ceremonies.roots = AttestationRoots.ofPem(underIt.attestationRootPem());
    assertThat(ceremonies.register(underIt))
        .isEqualTo(new RegistrationResult.Refused(new RegistrationRefusal.KnownTestKey()));
  }

  private static KeyPair published() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(
            new ECPublicKeySpec(new ECPoint(new BigInteger(X, 16), new BigInteger(Y, 16)), curve)),
        factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(PRIVATE, 16), curve)));
  }
}
