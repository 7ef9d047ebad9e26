package dev.vouch.core.attestation;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roots to which an attestation certificate has to lead, and the intermediates between.
 *
 * <p>Security: trust comes from the roots only. The certificates that a key sends besides its own
 * are never part of a path; the intermediates here are, and are not trusted by themselves.
 */
public final class AttestationRoots {
  private final List<X509Certificate> roots;
  private final List<X509Certificate> intermediates;
  private final boolean publishedTestKeys;

  private AttestationRoots(
      List<X509Certificate> roots, List<X509Certificate> intermediates, boolean publishedTestKeys) {
    this.roots = List.copyOf(roots);
    this.intermediates = List.copyOf(intermediates);
    this.publishedTestKeys = publishedTestKeys;
  }

  /** Yubico's roots, pinned in this build, with the intermediates of FIDO attestation only. */
  public static AttestationRoots yubico() {
    List<X509Certificate> roots = new ArrayList<>();
    for (String file : List.of("yubico-fido-ca-1.pem", "yubico-fido-ca-2.pem", "yubico-ca-1.pem")) {
      roots.addAll(certificates(Resource.text(file)));
    }
    return new AttestationRoots(
        roots, certificates(Resource.text("yubico-fido-intermediates.pem")), false);
  }

  /**
   * Roots from PEM text, without intermediates.
   *
   * @throws IllegalArgumentException when the text holds no certificate
   */
  public static AttestationRoots ofPem(String pem) {
    List<X509Certificate> roots = certificates(pem);
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("no certificate in the PEM text");
    }
    return new AttestationRoots(roots, List.of(), false);
  }

  /** These roots and those of {@code other}. */
  public AttestationRoots and(AttestationRoots other) {
    List<X509Certificate> allRoots = new ArrayList<>(roots);
    allRoots.addAll(other.roots);
    List<X509Certificate> allIntermediates = new ArrayList<>(intermediates);
    allIntermediates.addAll(other.intermediates);
    return new AttestationRoots(
        allRoots, allIntermediates, publishedTestKeys || other.publishedTestKeys);
  }

  /**
   * Takes an attestation by a key of {@link PublishedTestKeys} for good, without a path to a root.
   * Anybody can make one, so the word of such a key about its model and its PIN is worth nothing:
   * only for a stack on one's own machine, where a browser's virtual key stands in for a real one.
   */
  public AttestationRoots dangerouslyWithPublishedTestKeys() {
    return new AttestationRoots(roots, intermediates, true);
  }

  /** Whether {@link #dangerouslyWithPublishedTestKeys} was asked for. */
  public boolean acceptPublishedTestKeys() {
    return publishedTestKeys;
  }

  /**
   * The certificates from the leaf to a root, both included, that are all valid at {@code now};
   * empty where there is no such path (RFC 5280 §6, without revocation lists: Yubico has none).
   */
  public Optional<List<X509Certificate>> path(X509Certificate leaf, Instant now) {
    try {
      PKIXCertPathBuilderResult built =
          (PKIXCertPathBuilderResult)
              CertPathBuilder.getInstance("PKIX").build(parameters(leaf, now));
      List<X509Certificate> path =
          built.getCertPath().getCertificates().stream()
              .map(X509Certificate.class::cast)
              .collect(Collectors.toCollection(ArrayList::new));
      path.add(built.getTrustAnchor().getTrustedCert());
      return Optional.of(List.copyOf(path));
    } catch (CertPathBuilderException noPath) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK builds no PKIX paths", e);
    }
  }

  private PKIXBuilderParameters parameters(X509Certificate leaf, Instant now)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    Set<TrustAnchor> anchors = new HashSet<>();
    roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
    List<X509Certificate> store = new ArrayList<>(intermediates);
    store.add(leaf);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(store)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    return parameters;
  }

  private static List<X509Certificate> certificates(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not PEM certificates", e);
    }
  }
}
