package dev.vouch.local.aws;

/** An error as AWS names it: HTTP status, code and message. */
public record AwsError(int status, String code, String message) implements AwsAnswer {
  static AwsError validation(String message) {
    return new AwsError(400, "ValidationError", "1 validation error detected: " + message);
  }

  static AwsError invalidToken(String message) {
    return new AwsError(400, "InvalidIdentityToken", message);
  }
}
