package dev.vouch.local.securitykey;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A FIDO2 security key with a PIN that is always entered and a touch that always comes. Ceremonies
 * take WebAuthn L3 options as JSON and return the browser's answer as JSON. The credentials, the
 * attestation root and the signature counter are in a folder, or in memory.
 */
public final class SecurityKey {
  /** The model of this key: the ASCII text "vouch Local Key!". */
  public static final UUID AAGUID = UUID.fromString("766f7563-6820-4c6f-6361-6c204b657921");

  private final KeyStore store;
  private final Deviations deviations;

  private SecurityKey(KeyStore store, Deviations deviations) {
    this.store = store;
    this.deviations = deviations;
  }

  /** The key in a folder, made with mode 0700 when it is not there. Processes may share it. */
  public static SecurityKey open(Path folder) {
    return new SecurityKey(new KeyFolder(folder), Deviations.NONE);
  }

  /** A new key that ends with the process. */
  public static SecurityKey inMemory() {
    return new SecurityKey(
        KeyStore.inMemory(KeyMemory.fresh(AttestationAuthority.create())), Deviations.NONE);
  }

  /** A new key in memory whose attestation root is an existing key pair. */
  public static SecurityKey madeBy(KeyPair root) {
    return new SecurityKey(
        KeyStore.inMemory(KeyMemory.fresh(AttestationAuthority.of(root))), Deviations.NONE);
  }

  /** A certificate of this key's maker for another attestation key, of this key's model. */
  public X509Certificate certify(KeyPair attestation) {
    return store.use(memory -> memory.authority().certify(attestation, AAGUID, Deviations.NONE));
  }

  /** The same key, misbehaving in the given ways only. */
  public SecurityKey deviating(Deviation... ways) {
    return new SecurityKey(store, new Deviations(List.of(ways)));
  }

  /** The root of this key's attestation. */
  public X509Certificate attestationRoot() {
    return store.use(memory -> memory.authority().root());
  }

  /** The root of this key's attestation as PEM; a folder holds it as attestation-root.pem. */
  public String attestationRootPem() {
    return Pem.certificate(attestationRoot());
  }

  /**
   * Makes a resident credential.
   *
   * @param options PublicKeyCredentialCreationOptionsJSON
   * @param origin the page's origin, for instance {@code http://localhost:8080}
   * @return RegistrationResponseJSON
   * @throws KeyRefusal if a key or browser would not run this ceremony
   */
  public String create(String options, String origin) {
    JsonObject parsed = JsonReader.object(options);
    String rpId = relyingParty(parsed.object("rp").find("id").orElse(host(origin)), origin);
    boolean es256 =
        parsed.objects("pubKeyCredParams").stream().anyMatch(p -> p.number("alg") == EcKeys.ES256);
    if (!es256) {
      throw new KeyRefusal("NotSupportedError", "this key makes ES256 credentials only");
    }
    boolean verified =
        parsed.members().get("authenticatorSelection") instanceof JsonObject selection
            ? verifies(selection)
            : verifies(parsed);
    return store.use(memory -> {
      boolean known =
          parsed.objects("excludeCredentials").stream()
              .anyMatch(c -> memory.has(Base64Url.decode(c.string("id"))));
      if (known) {
        throw new KeyRefusal("InvalidStateError", "this key is already registered");
      }
      return new Registration(memory, deviations).answer(parsed, rpId, origin, verified).text();
    });
  }

  /**
   * Signs with the newest credential of the relying party, or the newest of those allowed.
   *
   * @param options PublicKeyCredentialRequestOptionsJSON
   * @param origin the page's origin
   * @return AuthenticationResponseJSON
   * @throws KeyRefusal if a key or browser would not run this ceremony
   */
  public String get(String options, String origin) {
    JsonObject parsed = JsonReader.object(options);
    String rpId = relyingParty(parsed.find("rpId").orElse(host(origin)), origin);
    List<String> allowed =
        parsed.objects("allowCredentials").stream().map(c -> c.string("id")).toList();
    return store.use(memory -> {
      ResidentCredential credential =
          memory.credentials(rpId).stream()
              .filter(c -> allowed.isEmpty() || allowed.contains(Base64Url.encode(c.id())))
              .findFirst()
              .orElseThrow(() -> new KeyRefusal("NotAllowedError", "no credential for " + rpId));
      return new Assertion(memory, deviations)
          .answer(parsed, credential, origin, verifies(parsed))
          .text();
    });
  }

  /** The answer's outer object, which both ceremonies share. */
  static JsonObject credential(byte[] id, JsonObject response, Deviations deviations) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", Base64Url.encode(id));
    members.put("rawId", Base64Url.encode(id));
    members.put("type", "public-key");
    members.put("authenticatorAttachment", "cross-platform");
    members.put("response", response);
    members.put(
        "clientExtensionResults",
        new JsonObject(
            deviations
                .find(Deviation.ClientExtensions.class)
                .map(Deviation.ClientExtensions::outputs)
                .orElse(Map.of())));
    return new JsonObject(members);
  }

  private static boolean verifies(JsonObject options) {
    return options.find("userVerification").filter("discouraged"::equals).isEmpty();
  }

  private static String relyingParty(String rpId, String origin) {
    String host = host(origin);
    if (!host.equals(rpId) && !host.endsWith("." + rpId)) {
      throw new KeyRefusal("SecurityError", rpId + " is not a suffix of " + host);
    }
    return rpId;
  }

  private static String host(String origin) {
    String host = URI.create(origin).getHost();
    if (host == null) {
      throw new IllegalArgumentException("not an origin: " + origin);
    }
    return host;
  }
}
