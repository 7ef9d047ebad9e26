package dev.vouch.local.registry;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry request, and the ECR actions that it needs. */
sealed interface RegistryCall {
  /** {@code GET /v2/}: needs a valid token and no permission. */
  record Version() implements RegistryCall {}

  /** Something in a repository. All the actions must be allowed on it. */
  record InRepository(String repository, Kind kind, String reference, List<String> actions)
      implements RegistryCall {
    public InRepository {
      actions = List.copyOf(actions);
    }
  }

  /** Nothing that ECR answers. */
  record Unknown() implements RegistryCall {}

  /** What the path names. */
  enum Kind {
    MANIFEST,
    BLOB,
    UPLOAD,
    TAGS
  }

  /**
   * The longest repository name that fits is taken, as in the distribution specification: no
   * percent-encoding, no dots alone, lower case.
   */
  Pattern PATH =
      Pattern.compile(
          "/v2/(?<name>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
              + "/(?:(?<manifest>manifests/(?<tag>[A-Za-z0-9_][A-Za-z0-9._:-]{0,127}))"
              + "|(?<blob>blobs/(?<digest>sha256:[0-9a-f]{64}))"
              + "|(?<upload>blobs/uploads/(?<session>[A-Za-z0-9_-]*))"
              + "|(?<tags>tags/list))");

  /** Reads a request line. */
  static RegistryCall of(String method, String rawPath, boolean hasDigest) {
    if (rawPath.equals("/v2/") || rawPath.equals("/v2")) {
      return isRead(method) ? new Version() : new Unknown();
    }
    Matcher path = PATH.matcher(rawPath);
    if (!path.matches()) {
      return new Unknown();
    }
    Kind kind =
        path.group("manifest") != null
            ? Kind.MANIFEST
            : path.group("blob") != null
                ? Kind.BLOB
                : path.group("upload") != null ? Kind.UPLOAD : Kind.TAGS;
    List<String> actions = actions(kind, method, hasDigest);
    String reference =
        switch (kind) {
          case MANIFEST -> path.group("tag");
          case BLOB -> path.group("digest");
          case UPLOAD -> path.group("session");
          case TAGS -> "";
        };
    return actions.isEmpty()
        ? new Unknown()
        : new InRepository(path.group("name"), kind, reference, actions);
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private static List<String> actions(Kind kind, String method, boolean hasDigest) {
    return switch (kind) {
      case MANIFEST ->
          switch (method) {
            case "GET", "HEAD" -> List.of("ecr:BatchGetImage");
            case "PUT" -> List.of("ecr:PutImage");
            case "DELETE" -> List.of("ecr:BatchDeleteImage");
            default -> List.of();
          };
      case BLOB ->
          switch (method) {
            case "GET" -> List.of("ecr:GetDownloadUrlForLayer");
            case "HEAD" -> List.of("ecr:BatchCheckLayerAvailability");
            default -> List.of();
          };
      case UPLOAD ->
          switch (method) {
            // with a digest, one POST is the whole upload
            case "POST" ->
                hasDigest
                    ? List.of(
                        "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload")
                    : List.of("ecr:InitiateLayerUpload");
            case "PATCH", "GET" -> List.of("ecr:UploadLayerPart");
            case "PUT" -> List.of("ecr:CompleteLayerUpload");
            default -> List.of();
          };
      case TAGS -> method.equals("GET") ? List.of("ecr:ListImages") : List.of();
    };
  }
}
