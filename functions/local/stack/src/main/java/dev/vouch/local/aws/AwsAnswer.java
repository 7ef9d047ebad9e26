package dev.vouch.local.aws;

import java.util.Map;

/** What an emulated service answers: an error under AWS's own code, or the members of a result. */
sealed interface AwsAnswer permits AwsAnswer.Result, AwsError {
  /** The result's members; nested maps and lists as the protocol nests them. */
  record Result(Map<String, Object> members) implements AwsAnswer {}
}
