package dev.vouch.local.aws;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of AssumeRoleWithWebIdentity, each within the limits of its API page.
 *
 * @param policy the inline session policy, null when none was sent
 * @param seconds the session's length, 900 to 43,200
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
record WebIdentityRequest(
    String roleArn, String sessionName, String token, @Nullable String policy, int seconds) {
  static final int SHORTEST = 900;
  static final int LONGEST = 43_200;
  static final int POLICY_LIMIT = 2_048;
  static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern POLICY = Pattern.compile("[\\t\\n\\r\\u0020-\\u00FF]+");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /** The first parameter that is missing, unknown to this emulation or out of its limits. */
  static Optional<AwsError> problem(Map<String, String> form) {
    if (form.keySet().stream().anyMatch(name -> name.startsWith("PolicyArns"))) {
      return Optional.of(AwsError.validation("PolicyArns is not emulated here"));
    }
    String roleArn = form.getOrDefault("RoleArn", "");
    if (roleArn.length() < 20 || roleArn.length() > 2_048) {
      return constraint("roleArn", "Member must have length between 20 and 2048");
    }
    if (!NAME.matcher(form.getOrDefault("RoleSessionName", "")).matches()) {
      return constraint(
          "roleSessionName",
          "Member must satisfy regular expression pattern: [\\w+=,.@-]* and have length between 2"
              + " and 64");
    }
    int token = form.getOrDefault("WebIdentityToken", "").length();
    if (token < 4 || token > 20_000) {
      return constraint("webIdentityToken", "Member must have length between 4 and 20000");
    }
    return policyProblem(form.get("Policy")).or(() -> durationProblem(form));
  }

  private static Optional<AwsError> policyProblem(@Nullable String policy) {
    if (policy == null) {
      return Optional.empty();
    }
    if (policy.isEmpty() || policy.length() > POLICY_LIMIT) {
      return constraint("policy", "Member must have length less than or equal to 2048");
    }
    return POLICY.matcher(policy).matches()
        ? Optional.empty()
        : constraint("policy", "Member must satisfy regular expression pattern: " + POLICY);
  }

  private static Optional<AwsError> durationProblem(Map<String, String> form) {
    String text = form.getOrDefault("DurationSeconds", "3600");
    if (!SECONDS.matcher(text).matches()
        || Integer.parseInt(text) < SHORTEST
        || Integer.parseInt(text) > LONGEST) {
      return constraint(
          "durationSeconds", "Member must have value between " + SHORTEST + " and " + LONGEST);
    }
    return Optional.empty();
  }

  private static Optional<AwsError> constraint(String member, String rule) {
    return Optional.of(
        AwsError.validation("Value at '" + member + "' failed to satisfy constraint: " + rule));
  }

  /** Reads a form without a {@link #problem}. */
  static WebIdentityRequest read(Map<String, String> form) {
    return new WebIdentityRequest(
        form.getOrDefault("RoleArn", ""),
        form.getOrDefault("RoleSessionName", ""),
        form.getOrDefault("WebIdentityToken", ""),
        form.get("Policy"),
        Integer.parseInt(form.getOrDefault("DurationSeconds", "3600")));
  }
}
