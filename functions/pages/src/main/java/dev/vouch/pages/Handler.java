package dev.vouch.pages;

import dev.vouch.adapters.lambda.EntryPoint;

/** Lambda's entry point. */
public final class Handler extends EntryPoint {
  /** Wires the function from its settings. */
  public Handler() {
    super(Handler.class.getClassLoader());
  }
}
