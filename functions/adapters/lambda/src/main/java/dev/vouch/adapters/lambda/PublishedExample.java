package dev.vouch.adapters.lambda;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What a priming works on: an example that somebody has published, as JSON beside its class. */
public final class PublishedExample {
  private PublishedExample() {}

  /**
   * Reads it.
   *
   * @throws IllegalStateException when this build lacks it
   */
  public static JsonObject read(Class<?> priming, String name) {
    try (InputStream in = priming.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + name);
      }
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    } catch (InvalidJson e) {
      throw new IllegalStateException(name, e);
    }
  }
}
