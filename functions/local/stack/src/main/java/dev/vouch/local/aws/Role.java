package dev.vouch.local.aws;

import dev.vouch.local.iam.PolicyDocument;
import java.time.Duration;

/**
 * A role that a web identity can assume.
 *
 * @param trustPolicy who may assume it
 * @param policy what a session of it may do
 * @param uniqueId AROA and 16 letters
 * @param maximumSession the longest session, one hour to twelve
 */
public record Role(
    String arn,
    String uniqueId,
    PolicyDocument trustPolicy,
    PolicyDocument policy,
    Duration maximumSession) {
  /** The last part of the ARN. */
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  String accountId() {
    return arn.split(":", -1)[4];
  }
}
