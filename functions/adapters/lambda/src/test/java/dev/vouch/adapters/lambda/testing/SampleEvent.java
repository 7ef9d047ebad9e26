package dev.vouch.adapters.lambda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as API Gateway hands it over, read from {@code events/<function>/<case>.json}.
 * Immutable: a test of a refusal changes one thing of a passing case.
 */
public final class SampleEvent {
  private static final Contract CONTRACT = new Contract(ApiDescription.read());

  private final String name;
  private final Map<String, @Nullable Object> event;

  private SampleEvent(String name, Map<String, @Nullable Object> event) {
    this.name = name;
    this.event = event;
  }

  /**
   * @param name the function and the case, such as {@code pages/login}
   */
  public static SampleEvent read(String name) {
    try {
      byte[] json = Files.readAllBytes(root().resolve("events").resolve(name + ".json"));
      return new SampleEvent(name, Json.parse(json).toMap());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidJson e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** The same event with one member replaced, such as {@code requestContext.identity.userArn}. */
  public SampleEvent with(String path, @Nullable Object value) {
    return new SampleEvent(name, replaced(event, List.of(path.split("\\.", -1)), value));
  }

  /** The same event with a body. */
  public SampleEvent withBody(String body) {
    return with("body", body);
  }

  /**
   * The same event with more at the end of its body, JSON or a form, that changes nothing but the
   * size.
   *
   * @param bytes that the body then has
   */
  public SampleEvent withBodyOf(int bytes) {
    String filler = body().startsWith("{") ? " " : "&more=";
    int missing = bytes - (body() + filler).getBytes(UTF_8).length;
    return withBody(body() + filler + (filler.isBlank() ? " " : "x").repeat(missing));
  }

  /** The same event with what only a running test has, in place of its placeholders. */
  public SampleEvent live(String token, String proof) {
    return new SampleEvent(name, filled(event, token, proof));
  }

  /** What API Gateway hands over. */
  Map<String, @Nullable Object> members() {
    return event;
  }

  /** The path that the client asked for. */
  public String path() {
    return String.valueOf(event.get("path"));
  }

  /** The body; empty where there is none. */
  public String body() {
    return new SentRequest(event).body();
  }

  /** The same event with a header's only value. */
  public SampleEvent withHeader(String name, String value) {
    return with("multiValueHeaders." + name, List.of(value));
  }

  /**
   * Sends the event through the handler's streams.
   *
   * @throws AssertionError when the answer is not one that {@code infra/openapi.yaml} describes
   */
  public Answer sendTo(RequestStreamHandler handler) {
    Answer answer = invoke(handler);
    ShownAnswers.add(CONTRACT.hold(new SentRequest(event), answer), name);
    return answer;
  }

  private Answer invoke(RequestStreamHandler handler) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(Json.write(event)), output, new StandardErrorContext());
      return Answer.of(Json.parse(output.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidJson e) {
      throw new IllegalStateException("the handler's answer is not JSON", e);
    }
  }

  /** What a handler answered. */
  public record Answer(int status, Map<String, String> headers, String body) {
    private static Answer of(JsonObject response) throws InvalidJson {
      Map<String, String> headers = new LinkedHashMap<>();
      JsonObject given = response.object("headers");
      for (String name : given.toMap().keySet()) {
        headers.put(name, given.string(name));
      }
      return new Answer((int) response.integer("statusCode"), headers, response.string("body"));
    }

    String contentType() {
      return headers.getOrDefault("Content-Type", "");
    }

    public JsonObject json() {
      try {
        return Json.parse(body.getBytes(UTF_8));
      } catch (InvalidJson e) {
        throw new AssertionError("not a JSON body: " + body, e);
      }
    }

    /**
     * The code of a refusal, or the body where there is none, so that a failed assertion shows it.
     */
    public String code() {
      return json().toMap().getOrDefault("code", body) instanceof String code ? code : body;
    }
  }

  private static Map<String, @Nullable Object> filled(
      Map<String, @Nullable Object> event, String token, String proof) {
    String text = new String(Json.write(event), UTF_8);
    try {
      return Json.parse(text.replace("<token>", token).replace("<proof>", proof).getBytes(UTF_8))
          .toMap();
    } catch (InvalidJson e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Map<String, @Nullable Object> replaced(
      Map<String, @Nullable Object> object, List<String> path, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(object);
    String name = path.getFirst();
    if (path.size() == 1) {
      copy.put(name, value);
      return copy;
    }
    @SuppressWarnings("unchecked") // keys of parsed objects are strings
    Map<String, @Nullable Object> inner =
        copy.get(name) instanceof Map<?, ?> map
            ? (Map<String, @Nullable Object>) map
            : new LinkedHashMap<>();
    copy.put(name, replaced(inner, path.subList(1, path.size()), value));
    return copy;
  }

  /** The root of the source tree. */
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("template.yaml"))) {
        return at;
      }
    }
    throw new IllegalStateException("no template.yaml above the working folder");
  }
}
