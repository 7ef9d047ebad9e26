package dev.vouch.local;

import dev.vouch.local.aws.Faults;
import dev.vouch.local.aws.RegistryTokens;
import java.util.function.Consumer;

/**
 * What a test does to a deployment.
 *
 * @param faults of AWS
 * @param steps told of each step of the functions, and able to end an instance there
 * @param log takes what the functions log
 * @param tokensPerSecond how many registry tokens AWS gives before it throttles
 */
record Trouble(
    Faults faults, Consumer<String> steps, Consumer<String> log, double tokensPerSecond) {
  /** AWS throttles nobody, and nothing is logged. */
  static Trouble unthrottled(Consumer<String> steps) {
    return new Trouble(new Faults(), steps, said -> {}, Double.MAX_VALUE);
  }

  /** None: the log goes to standard error. */
  static Trouble none() {
    return new Trouble(new Faults(), step -> {}, System.err::println, RegistryTokens.PER_SECOND);
  }
}
