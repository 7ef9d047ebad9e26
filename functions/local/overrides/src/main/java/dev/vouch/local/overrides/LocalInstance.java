package dev.vouch.local.overrides;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Context;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the instance that was made last, so that the stack can close those of a dead one.
 */
@Context
public final class LocalInstance {
  private static final AtomicReference<@Nullable AutoCloseable> LATEST = new AtomicReference<>();

  LocalInstance(ApplicationContext context) {
    LATEST.set(context);
  }

  /** Null where none has been made yet. */
  public static @Nullable AutoCloseable latest() {
    return LATEST.get();
  }
}
