package dev.vouch.local.aws;

import dev.vouch.local.aws.AwsAnswer.Result;
import dev.vouch.local.iam.PolicyDocument;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** KMS: Sign, GetPublicKey, GenerateMac and VerifyMac, by key id, ARN or alias. */
public final class Kms {
  private static final int LONGEST_MESSAGE = 4_096;
  private static final Set<String> OPERATIONS =
      Set.of("Sign", "GetPublicKey", "GenerateMac", "VerifyMac");
  private final Account account;
  private final Permissions permissions;
  private final Map<String, KmsKey> keys = new ConcurrentHashMap<>();
  private final Map<String, PolicyDocument> policies = new ConcurrentHashMap<>();

  /** No keys yet. */
  public Kms(Account account, Permissions permissions) {
    this.account = account;
    this.permissions = permissions;
  }

  /**
   * Makes a key with an alias.
   *
   * @param alias with the prefix {@code alias/}
   * @param make given the new key's ARN
   */
  public KmsKey create(String alias, Function<String, KmsKey> make) {
    KmsKey key = create(make);
    point(alias, key.arn());
    return key;
  }

  /** Makes a key without an alias, whose policy leaves it to its account who may use it. */
  public KmsKey create(Function<String, KmsKey> make) {
    String id = UUID.randomUUID().toString();
    KmsKey key = make.apply(prefix() + "key/" + id);
    keys.put(id, key);
    keys.put(key.arn(), key);
    putPolicy(
        key.arn(),
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*",
        "Principal":{"AWS":"arn:aws:iam::%s:root"}}]}
        """
            .formatted(account.id()));
    return key;
  }

  /** Gives a key another policy, from the next request on. */
  public void putPolicy(String arn, String policy) {
    policies.put(arn, PolicyDocument.parseResource(policy));
  }

  /** Points an alias to a key, whichever it pointed to before. */
  public void point(String alias, String arn) {
    KmsKey key = Objects.requireNonNull(keys.get(arn), arn);
    keys.put(alias, key);
    keys.put(prefix() + alias, key);
  }

  private String prefix() {
    return "arn:aws:kms:" + account.region() + ":" + account.id() + ":";
  }

  /** Who asks, and whether that may be asked. */
  @FunctionalInterface
  interface Asker {
    /** Why not, in AWS's words, or nothing. */
    Optional<String> refusal(String action, String key, PolicyDocument policy, String sourceIp);
  }

  Permissions permissions() {
    return permissions;
  }

  AwsAnswer answer(String operation, Map<String, Object> input, Asker asker, String sourceIp) {
    if (!OPERATIONS.contains(operation)) {
      return new AwsError(400, "UnknownOperationException", operation + " is not emulated here");
    }
    String id = String.valueOf(input.get("KeyId"));
    KmsKey key = keys.get(id);
    if (key == null) {
      return new AwsError(400, "NotFoundException", "Key '" + id + "' does not exist");
    }
    PolicyDocument policy = Objects.requireNonNull(policies.get(key.arn()));
    Optional<String> refusal = asker.refusal("kms:" + operation, key.arn(), policy, sourceIp);
    if (refusal.isPresent()) {
      return new AwsError(400, "AccessDeniedException", refusal.get());
    }
    return switch (key) {
      case KmsKey.Signing signing -> answer(operation, input, signing);
      case KmsKey.Mac mac -> answer(operation, input, mac);
    };
  }

  private static AwsAnswer answer(String operation, Map<String, Object> input, KmsKey.Signing key) {
    return switch (operation) {
      case "GetPublicKey" -> publicKey(key);
      case "Sign" -> sign(input, key);
      default -> wrongUse(operation, key);
    };
  }

  private static AwsAnswer answer(String operation, Map<String, Object> input, KmsKey.Mac key) {
    return switch (operation) {
      case "GenerateMac" -> generateMac(input, key);
      case "VerifyMac" -> verifyMac(input, key);
      default -> wrongUse(operation, key);
    };
  }

  private static AwsAnswer wrongUse(String operation, KmsKey key) {
    return new AwsError(
        400,
        "InvalidKeyUsageException",
        key.arn() + " with key spec " + key.spec() + " is not valid for " + operation + ".");
  }

  private static AwsAnswer publicKey(KmsKey.Signing key) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("KeyId", key.arn());
    members.put("PublicKey", base64(key.pair().getPublic().getEncoded()));
    members.put("KeySpec", key.spec());
    members.put("CustomerMasterKeySpec", key.spec());
    members.put("KeyUsage", "SIGN_VERIFY");
    members.put("SigningAlgorithms", key.algorithms());
    return new Result(members);
  }

  private static AwsAnswer sign(Map<String, Object> input, KmsKey.Signing key) {
    if (!key.algorithm().equals(input.get("SigningAlgorithm"))) {
      return new AwsError(
          400,
          "InvalidKeyUsageException",
          "Algorithm " + input.get("SigningAlgorithm") + " is incompatible with " + key.spec());
    }
    byte[] message = bytes(input, "Message");
    boolean digest = "DIGEST".equals(input.get("MessageType"));
    if (message.length == 0 || message.length > LONGEST_MESSAGE) {
      return validation("'message' must have length between 1 and 4096");
    }
    if (digest && message.length != 32) {
      return validation("Digest is invalid length for algorithm " + key.algorithm() + ".");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("KeyId", key.arn());
    members.put(
        "Signature", base64(KmsSigner.sign(key, digest ? message : KmsSigner.sha256(message))));
    members.put("SigningAlgorithm", key.algorithm());
    return new Result(members);
  }

  private static AwsAnswer generateMac(Map<String, Object> input, KmsKey.Mac key) {
    return macProblem(input, key)
        .map(AwsAnswer.class::cast)
        .orElseGet(() -> {
          Map<String, Object> members = macMembers(key);
          members.put("Mac", base64(KmsSigner.mac(key, bytes(input, "Message"))));
          return new Result(members);
        });
  }

  private static AwsAnswer verifyMac(Map<String, Object> input, KmsKey.Mac key) {
    Optional<AwsError> problem = macProblem(input, key);
    if (problem.isPresent()) {
      return problem.get();
    }
    byte[] expected = KmsSigner.mac(key, bytes(input, "Message"));
    if (!MessageDigest.isEqual(expected, bytes(input, "Mac"))) {
      return new AwsError(400, "KMSInvalidMacException", "The MAC is not valid.");
    }
    Map<String, Object> members = macMembers(key);
    members.put("MacValid", true);
    return new Result(members);
  }

  private static Optional<AwsError> macProblem(Map<String, Object> input, KmsKey.Mac key) {
    if (!"HMAC_SHA_256".equals(input.get("MacAlgorithm"))) {
      return Optional.of(
          new AwsError(
              400,
              "InvalidKeyUsageException",
              "Algorithm " + input.get("MacAlgorithm") + " is incompatible with " + key.spec()));
    }
    int length = bytes(input, "Message").length;
    return length == 0 || length > LONGEST_MESSAGE
        ? Optional.of(validation("'message' must have length between 1 and 4096"))
        : Optional.empty();
  }

  private static Map<String, Object> macMembers(KmsKey.Mac key) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("KeyId", key.arn());
    members.put("MacAlgorithm", "HMAC_SHA_256");
    return members;
  }

  private static AwsError validation(String message) {
    return new AwsError(400, "ValidationException", "1 validation error detected: " + message);
  }

  /** The SDK sends blobs as base64; anything else counts as empty and is refused by length. */
  private static byte[] bytes(Map<String, Object> input, String name) {
    try {
      return Base64.getDecoder().decode(String.valueOf(input.getOrDefault(name, "")));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
