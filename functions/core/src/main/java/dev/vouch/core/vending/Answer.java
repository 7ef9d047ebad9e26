package dev.vouch.core.vending;

import java.util.function.Function;

/** What an upstream system said: a value, or why there is none. */
public sealed interface Answer<T> {
  record Given<T>(T value) implements Answer<T> {}

  record Withheld<T>(MintRefusal why) implements Answer<T> {}

  /** The next question, which is asked only if there is a value. */
  default <R> Answer<R> then(Function<T, Answer<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Withheld<T>(MintRefusal why) -> new Withheld<>(why);
    };
  }
}
