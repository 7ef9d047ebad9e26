package dev.vouch.adapters.lambda;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the event of an API Gateway REST proxy integration (payload format 1.0). */
final class ProxyEvent {
  private ProxyEvent() {}

  static Request read(byte[] utf8) throws InvalidJson {
    JsonObject event = Json.parse(utf8);
    return new Request(
        event.string("httpMethod"),
        event.string("resource"),
        single(event, "pathParameters"),
        values(event, "multiValueQueryStringParameters", "queryStringParameters", false),
        values(event, "multiValueHeaders", "headers", true),
        body(event),
        caller(event),
        event.has("requestContext") ? sourceIp(event.object("requestContext")) : "");
  }

  private static Bytes body(JsonObject event) throws InvalidJson {
    String body = event.optionalString("body").orElse("");
    boolean encoded = event.has("isBase64Encoded") && event.bool("isBase64Encoded");
    return encoded ? Bytes.of(Base64.getDecoder().decode(body)) : Bytes.utf8(body);
  }

  private static Optional<Request.Caller> caller(JsonObject event) throws InvalidJson {
    if (!event.has("requestContext") || !event.object("requestContext").has("identity")) {
      return Optional.empty();
    }
    JsonObject identity = event.object("requestContext").object("identity");
    Optional<String> account = identity.optionalString("accountId");
    Optional<String> arn = identity.optionalString("userArn");
    return account.isPresent() && arn.isPresent()
        ? Optional.of(new Request.Caller(account.get(), arn.get()))
        : Optional.empty();
  }

  private static String sourceIp(JsonObject context) throws InvalidJson {
    return context.has("identity")
        ? context.object("identity").optionalString("sourceIp").orElse("")
        : "";
  }

  private static Map<String, String> single(JsonObject event, String name) throws InvalidJson {
    Map<String, String> values = new LinkedHashMap<>();
    if (event.has(name)) {
      JsonObject object = event.object(name);
      for (String key : object.toMap().keySet()) {
        values.put(key, object.string(key));
      }
    }
    return values;
  }

  private static Map<String, List<String>> values(
      JsonObject event, String multi, String plain, boolean lowerCase) throws InvalidJson {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (event.has(multi)) {
      JsonObject object = event.object(multi);
      for (Map.Entry<String, @Nullable Object> entry : object.toMap().entrySet()) {
        add(values, entry.getKey(), object.strings(entry.getKey()), lowerCase);
      }
      return values;
    }
    for (Map.Entry<String, String> entry : single(event, plain).entrySet()) {
      add(values, entry.getKey(), List.of(entry.getValue()), lowerCase);
    }
    return values;
  }

  private static void add(
      Map<String, List<String>> values, String name, List<String> more, boolean lowerCase) {
    String key = lowerCase ? name.toLowerCase(Locale.ROOT) : name;
    List<String> all = new ArrayList<>(values.getOrDefault(key, List.of()));
    all.addAll(more);
    values.put(key, List.copyOf(all));
  }
}
