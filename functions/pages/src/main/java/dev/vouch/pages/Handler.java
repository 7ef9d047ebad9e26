package dev.vouch.pages;

import dev.vouch.adapters.lambda.EntryPoint;
import io.micronaut.context.ApplicationContext;

/** Lambda's entry point. */
public final class Handler extends EntryPoint {
  /** Wires the function from its settings. */
  public Handler() {
    super(Handler.class.getClassLoader());
  }

  Handler(ApplicationContext context) {
    super(context);
  }
}
