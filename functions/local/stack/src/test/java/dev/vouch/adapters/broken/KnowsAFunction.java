package dev.vouch.adapters.broken;

/** Breaks the rule that adapters know no function. */
final class KnowsAFunction {
  Class<?> function() {
    return dev.vouch.discover.broken.KnowsAnotherFunction.class;
  }
}
