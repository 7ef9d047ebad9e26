package dev.vouch.local.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the key puts into its answers, read with nothing but the JDK. */
final class SecurityKeyTest {
  private static final String ORIGIN = "http://localhost:8080";
  private static final String CREATE =
      """
      {"rp":{"id":"localhost","name":"Vouch"},"user":{"id":"aGFuZGxl","name":"a","displayName":"a"},
       "challenge":"Y2hhbGxlbmdl","pubKeyCredParams":[{"type":"public-key","alg":-7}],
       "attestation":"direct","authenticatorSelection":{"userVerification":"required"}}
      """;
  private static final String GET =
      "{\"rpId\":\"localhost\",\"challenge\":\"Y2hhbGxlbmdl\",\"userVerification\":\"required\"}";

  @Test
  void signsWithTheCredentialThatItMade() throws Exception {
    SecurityKey key = SecurityKey.inMemory();
    JsonObject made = response(key.create(CREATE, ORIGIN));
    JsonObject asserted = response(key.get(GET, ORIGIN));
    assertThat(verifies(publicKey(made), asserted)).isTrue();
    assertThat(asserted.string("userHandle")).isEqualTo("aGFuZGxl");
  }

  @Test
  void signsWithAnotherKeyWhenToldTo() throws Exception {
    SecurityKey key = SecurityKey.inMemory();
    JsonObject made = response(key.create(CREATE, ORIGIN));
    JsonObject asserted = response(key.deviating(new Deviation.SignedByAnother()).get(GET, ORIGIN));
    assertThat(verifies(publicKey(made), asserted)).isFalse();
  }

  @Test
  void setsPresenceVerificationAndAttestedDataAndCounts() {
    SecurityKey key = SecurityKey.inMemory();
    byte[] made = authData(response(key.create(CREATE, ORIGIN)));
    byte[] asserted = authData(response(key.get(GET, ORIGIN)));
    assertThat(made[32]).isEqualTo((byte) 0x45);
    assertThat(asserted[32]).isEqualTo((byte) 0x05);
    assertThat(asserted).hasSize(37);
    assertThat(ByteBuffer.wrap(made, 33, 4).getInt()).isEqualTo(1);
    assertThat(ByteBuffer.wrap(asserted, 33, 4).getInt()).isEqualTo(2);
    assertThat(Arrays.copyOfRange(made, 37, 53))
        .isEqualTo("vouch Local Key!".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void keepsItsStateInAFolderOfItsOwnersOnly(@TempDir Path temporary) throws Exception {
    Path folder = temporary.resolve("key");
    JsonObject made = response(SecurityKey.open(folder).create(CREATE, ORIGIN));
    JsonObject asserted = response(SecurityKey.open(folder).get(GET, ORIGIN));
    assertThat(verifies(publicKey(made), asserted)).isTrue();
    assertThat(permissions(folder)).isEqualTo("rwx------");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3).allMatch(f -> permissions(f).equals("rw-------"));
    }
  }

  @Test
  void exportsItsRootAsPem(@TempDir Path folder) throws Exception {
    SecurityKey key = SecurityKey.open(folder);
    String pem = key.attestationRootPem();
    assertThat(Files.readString(folder.resolve("attestation-root.pem"))).isEqualTo(pem);
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(key.attestationRoot());
  }

  @Test
  void refusesACredentialThatItHasAlready() {
    SecurityKey key = SecurityKey.inMemory();
    String id = JsonReader.object(key.create(CREATE, ORIGIN)).string("id");
    String excluding =
        CREATE.replace(
            "\"attestation\"",
            "\"excludeCredentials\":[{\"type\":\"public-key\",\"id\":\""
                + id
                + "\"}],\"attestation\"");
    assertThatThrownBy(() -> key.create(excluding, ORIGIN))
        .isInstanceOfSatisfying(
            KeyRefusal.class, e -> assertThat(e.domName()).isEqualTo("InvalidStateError"));
  }

  @Test
  void refusesAPageOfAnotherRelyingParty() {
    assertThatThrownBy(() -> SecurityKey.inMemory().get(GET, "https://example.com"))
        .isInstanceOfSatisfying(
            KeyRefusal.class, e -> assertThat(e.domName()).isEqualTo("SecurityError"));
  }

  @Test
  void refusesToSignWithoutACredential() {
    assertThatThrownBy(() -> SecurityKey.inMemory().get(GET, ORIGIN))
        .isInstanceOfSatisfying(
            KeyRefusal.class, e -> assertThat(e.domName()).isEqualTo("NotAllowedError"));
  }

  private static JsonObject response(String credential) {
    return JsonReader.object(credential).object("response");
  }

  private static byte[] authData(JsonObject response) {
    return Base64Url.decode(response.string("authenticatorData"));
  }

  private static PublicKey publicKey(JsonObject made) throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64Url.decode(made.string("publicKey"))));
  }

  private static boolean verifies(PublicKey key, JsonObject asserted) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(key);
    signature.update(authData(asserted));
    signature.update(AuthenticatorData.sha256(Base64Url.decode(asserted.string("clientDataJSON"))));
    return signature.verify(Base64Url.decode(asserted.string("signature")));
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
