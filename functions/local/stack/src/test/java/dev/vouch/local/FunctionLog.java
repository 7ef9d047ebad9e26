package dev.vouch.local;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** What the functions of a line say, each line as the JSON that it is. */
final class FunctionLog implements Consumer<String> {
  private final Queue<Map<String, Object>> lines = new ConcurrentLinkedQueue<>();

  @Override
  public void accept(String line) {
    try {
      lines.add(JSON.std.mapFrom(line));
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  void clear() {
    lines.clear();
  }

  /** The lines about this event, such as {@code request}. */
  List<Map<String, Object>> of(String event) {
    return lines.stream().filter(line -> event.equals(line.get("event"))).toList();
  }
}
