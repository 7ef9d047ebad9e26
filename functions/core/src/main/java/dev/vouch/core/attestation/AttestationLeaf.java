package dev.vouch.core.attestation;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The requirements of WebAuthn §8.2.1 on a packed attestation certificate, with one addition: the
 * AAGUID extension has to be there. A root may stand over other kinds of attestation (Yubico's of
 * firmware 5.7 does), and this is what tells a FIDO certificate from the others.
 */
public final class AttestationLeaf {
  private static final String AAGUID_EXTENSION = "1.3.6.1.4.1.45724.1.1.4";
  private static final String UNIT = "Authenticator Attestation";
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private AttestationLeaf() {}

  /** What is wrong with a certificate. */
  public enum Defect {
    /** Not X.509 version 3. */
    VERSION,
    /** The subject lacks an ISO 3166 country, an organization or a common name. */
    SUBJECT,
    /** The organizational unit is not exactly "Authenticator Attestation". */
    UNIT,
    /** The basic constraints are missing, or let it sign certificates. */
    AUTHORITY,
    /** There is no AAGUID extension. */
    AAGUID_MISSING,
    /** The AAGUID extension is marked critical. */
    AAGUID_CRITICAL,
    /** The AAGUID extension is not the AAGUID of the authenticator data. */
    AAGUID_OTHER
  }

  /** The first defect of the certificate as that of a key of model {@code aaguid}. */
  public static Optional<Defect> defect(X509Certificate leaf, UUID aaguid) {
    if (leaf.getVersion() != 3) {
      return Optional.of(Defect.VERSION);
    }
    return subjectDefect(leaf).or(() -> authorityDefect(leaf)).or(() -> aaguidDefect(leaf, aaguid));
  }

  private static Optional<Defect> subjectDefect(X509Certificate leaf) {
    List<Rdn> subject = subject(leaf);
    boolean named =
        values(subject, "C").stream().anyMatch(COUNTRIES::contains)
            && !values(subject, "O").isEmpty()
            && !values(subject, "CN").isEmpty();
    if (!named) {
      return Optional.of(Defect.SUBJECT);
    }
    return values(subject, "OU").equals(List.of(UNIT))
        ? Optional.empty()
        : Optional.of(Defect.UNIT);
  }

  private static Optional<Defect> authorityDefect(X509Certificate leaf) {
    boolean endEntity =
        leaf.getExtensionValue("2.5.29.19") != null && leaf.getBasicConstraints() == -1;
    return endEntity ? Optional.empty() : Optional.of(Defect.AUTHORITY);
  }

  private static Optional<Defect> aaguidDefect(X509Certificate leaf, UUID aaguid) {
    byte[] extension = leaf.getExtensionValue(AAGUID_EXTENSION);
    if (extension == null) {
      return Optional.of(Defect.AAGUID_MISSING);
    }
    if (leaf.getCriticalExtensionOIDs().contains(AAGUID_EXTENSION)) {
      return Optional.of(Defect.AAGUID_CRITICAL);
    }
    return Arrays.equals(extension, wrapped(aaguid))
        ? Optional.empty()
        : Optional.of(Defect.AAGUID_OTHER);
  }

  /** An OCTET STRING of 16 bytes in the OCTET STRING that every extension value is. */
  private static byte[] wrapped(UUID aaguid) {
    return ByteBuffer.allocate(20)
        .put(new byte[] {0x04, 18, 0x04, 16})
        .putLong(aaguid.getMostSignificantBits())
        .putLong(aaguid.getLeastSignificantBits())
        .array();
  }

  private static List<Rdn> subject(X509Certificate leaf) {
    try {
      return new LdapName(leaf.getSubjectX500Principal().getName()).getRdns();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }

  private static List<String> values(List<Rdn> subject, String type) {
    return subject.stream()
        .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
        .map(rdn -> String.valueOf(rdn.getValue()))
        .toList();
  }
}
