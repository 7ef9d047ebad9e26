package dev.vouch.local.aws;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Errors to answer instead of working, each used once: how a test makes AWS fail. */
public final class Faults {
  private final Map<String, Queue<AwsError>> waiting = new ConcurrentHashMap<>();

  /** The next call of this operation answers with this error. */
  public void next(String operation, AwsError error) {
    waiting.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).add(error);
  }

  Optional<AwsError> take(String operation) {
    Queue<AwsError> queue = waiting.get(operation);
    return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
  }
}
