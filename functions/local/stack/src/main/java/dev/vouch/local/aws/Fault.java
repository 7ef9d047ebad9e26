package dev.vouch.local.aws;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** What a service does instead of answering as it should. */
public sealed interface Fault {
  /** As it should, for a script whose fault comes later. */
  record None() implements Fault {}

  /** Refuses: nothing is done. */
  record Refusal(AwsError error) implements Fault {}

  /** Takes the request, does nothing and never answers. */
  record Silence() implements Fault {}

  /** Does what it is asked, and never says so. */
  record Lost() implements Fault {}

  /** Does what it is asked, begins to answer, and stops in the middle. */
  record Half() implements Fault {}

  /** Does what it is asked, and closes the connection instead of answering. */
  record Cut() implements Fault {}

  /** Does what it is asked, and answers so much later. */
  record Late(Duration by) implements Fault {}

  /** Does what it is asked, and answers something else under this status. */
  record Changed(int status, UnaryOperator<String> body) implements Fault {}
}
