package dev.vouch.discover.broken;

/** Breaks the rule that functions know no other function. */
public final class KnowsAnotherFunction {
  Class<?> other() {
    return dev.vouch.pages.Handler.class;
  }
}
