package dev.vouch.core.secret;

/** Where every random value comes from. One production implementation, drawn from at use only. */
@FunctionalInterface
public interface RandomSource {
  /** {@code count} unpredictable bytes, fresh at each call. */
  byte[] bytes(int count);
}
