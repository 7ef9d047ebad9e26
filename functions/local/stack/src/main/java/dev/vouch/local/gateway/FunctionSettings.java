package dev.vouch.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A function's environment variables as system properties, in place only while an instance starts,
 * so that no function sees a setting that the template does not give it.
 */
final class FunctionSettings {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  private final List<Map.Entry<String, String>> properties = new ArrayList<>();

  /**
   * Sets nothing yet.
   *
   * @param environment variables
   * @param more properties that are set as they are written
   */
  FunctionSettings(Map<String, String> environment, Map<String, String> more) {
    properties.addAll(more.entrySet());
    environment.forEach((name, value) ->
        spellings(name).forEach(property -> properties.add(Map.entry(property, value))));
  }

  Object during(ClassLoader loader, Callable<Object> construct) throws Exception {
    ONE_AT_A_TIME.lock();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(loader);
      properties.forEach(p -> System.setProperty(p.getKey(), p.getValue()));
      return construct.call();
    } finally {
      properties.forEach(p -> System.clearProperty(p.getKey()));
      thread.setContextClassLoader(before);
      ONE_AT_A_TIME.unlock();
    }
  }

  /**
   * Micronaut reads the variable A_B_C as a.b.c, a-b.c, a.b-c and a-b-c, and a system property only
   * as it is written.
   */
  static List<String> spellings(String variable) {
    List<String> spellings = new ArrayList<>(List.of(""));
    for (String word : variable.toLowerCase(Locale.ROOT).split("_", -1)) {
      List<String> longer = new ArrayList<>();
      for (String start : spellings) {
        if (start.isEmpty()) {
          longer.add(word);
        } else {
          longer.add(start + "." + word);
          longer.add(start + "-" + word);
        }
      }
      spellings = longer;
    }
    return spellings;
  }
}
