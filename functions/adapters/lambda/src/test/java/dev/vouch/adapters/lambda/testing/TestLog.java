package dev.vouch.adapters.lambda.testing;

import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.core.deployment.PublicBaseUrl;
import java.time.Instant;
import java.util.function.Consumer;

/** A log for functions that a test puts together itself. */
public final class TestLog {
  private static final PublicBaseUrl BASE =
      PublicBaseUrl.https("https://vouch.example.com").orElseThrow();

  private TestLog() {}

  /** One whose lines nobody reads. */
  public static RequestLog silent() {
    return of(line -> {});
  }

  public static RequestLog of(Consumer<String> lines) {
    return new RequestLog("test", BASE, () -> Instant.EPOCH, lines);
  }
}
