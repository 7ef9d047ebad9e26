package dev.vouch.local.securitykey;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The maker of this key: a root, and attestation certificates under it (WebAuthn §8.2.1). */
record AttestationAuthority(PrivateKey key, X509Certificate root) {
  private static final String NAME = "CN=Vouch Software Key Attestation Root, O=Vouch, C=SE";

  /** id-fido-gen-ce-aaguid. */
  private static final ASN1ObjectIdentifier AAGUID_EXTENSION =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4");

  /** Wide and fixed, so that a ceremony at any date of a test is in it. */
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");

  private static final Instant UNTIL = Instant.parse("2060-01-01T00:00:00Z");

  static AttestationAuthority create() {
    return of(EcKeys.p256());
  }

  static AttestationAuthority of(KeyPair pair) {
    try {
      X500Name name = new X500Name(NAME);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name, serial(), Date.from(FROM), Date.from(UNTIL), name, pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new AttestationAuthority(pair.getPrivate(), sign(builder, pair.getPrivate()));
    } catch (IOException e) {
      throw new IllegalStateException("cannot make a root certificate", e);
    }
  }

  /** A certificate for an attestation key, as §8.2.1 wants it but for the deviations. */
  X509Certificate certify(KeyPair leaf, UUID aaguid, Deviations deviations) {
    String unit =
        deviations
            .find(Deviation.LeafUnit.class)
            .map(Deviation.LeafUnit::unit)
            .orElse("Authenticator Attestation");
    String subject =
        deviations
            .find(Deviation.LeafSubject.class)
            .map(Deviation.LeafSubject::subject)
            .orElse("CN=Vouch Software Key, OU=" + unit + ", O=Vouch, C=SE");
    Deviation.LeafValidity validity =
        deviations
            .find(Deviation.LeafValidity.class)
            .orElse(new Deviation.LeafValidity(FROM, UNTIL));
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(NAME),
            serial(),
            Date.from(validity.from()),
            Date.from(validity.until()),
            new X500Name(subject),
            leaf.getPublic());
    try {
      addLeafExtensions(builder, aaguid, deviations);
      return sign(builder, key);
    } catch (IOException e) {
      throw new IllegalStateException("cannot make an attestation certificate", e);
    }
  }

  private static void addLeafExtensions(
      JcaX509v3CertificateBuilder builder, UUID aaguid, Deviations deviations) throws IOException {
    boolean authority = deviations.has(Deviation.LeafIsAuthority.class);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!deviations.has(Deviation.LeafWithoutAaguid.class)) {
      UUID named =
          deviations
              .find(Deviation.LeafAaguid.class)
              .map(Deviation.LeafAaguid::aaguid)
              .orElse(aaguid);
      boolean critical = deviations.has(Deviation.LeafAaguidCritical.class);
      builder.addExtension(AAGUID_EXTENSION, critical, new DEROctetString(bytes(named)));
    }
  }

  static byte[] bytes(UUID aaguid) {
    return ByteBuffer.allocate(16)
        .putLong(aaguid.getMostSignificantBits())
        .putLong(aaguid.getLeastSignificantBits())
        .array();
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey issuer) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(63, new SecureRandom()).add(BigInteger.ONE);
  }
}
