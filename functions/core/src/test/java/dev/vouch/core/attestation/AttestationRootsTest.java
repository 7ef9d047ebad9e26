package dev.vouch.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttestationRootsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void leadsTheIntermediatesOfFidoToYubicosRoot() throws Exception {
    List<X509Certificate> intermediates = certificates("yubico-fido-intermediates.pem");
    assertThat(intermediates).hasSize(5);
    assertThat(intermediates)
        .allSatisfy(certificate ->
            assertThat(AttestationRoots.yubico().path(certificate, NOW).orElseThrow().getLast())
                .isEqualTo(certificates("yubico-ca-1.pem").getFirst()));
  }

  @Test
  void holdsNoIntermediateOfOtherKindsOfAttestation() throws Exception {
    assertThat(certificates("yubico-fido-intermediates.pem"))
        .extracting(c -> c.getSubjectX500Principal().getName())
        .allMatch(name ->
            name.startsWith("CN=Yubico FIDO Attestation")
                || name.startsWith("CN=Yubico Attestation Intermediate"));
  }

  @Test
  void findsNoPathWithoutTheIntermediates() throws Exception {
    X509Certificate fido =
        certificates("yubico-fido-intermediates.pem").stream()
            .filter(c -> c.getSubjectX500Principal().getName().contains("FIDO"))
            .findFirst()
            .orElseThrow();
    assertThat(AttestationRoots.ofPem(Resource.text("yubico-ca-1.pem")).path(fido, NOW)).isEmpty();
  }

  @Test
  void refusesTextWithoutACertificate() {
    assertThatThrownBy(() -> AttestationRoots.ofPem(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<X509Certificate> certificates(String name) {
    try (InputStream in =
        new ByteArrayInputStream(
            Resource.text(name).getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | java.security.cert.CertificateException e) {
      throw new AssertionError(e);
    }
  }
}
