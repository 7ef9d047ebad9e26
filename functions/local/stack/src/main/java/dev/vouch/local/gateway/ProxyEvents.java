package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.gateway.Door.Admitted;
import dev.vouch.local.gateway.Routes.Match;
import dev.vouch.local.signature.Caller;
import dev.vouch.local.signature.ReceivedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the event of a Lambda proxy integration, payload format 1.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">Lambda
 *     proxy integrations in API Gateway</a>
 */
final class ProxyEvents {
  private ProxyEvents() {}

  static byte[] event(
      ReceivedRequest request, Match match, Admitted admitted, String sourceIp, Instant now)
      throws IOException {
    Map<String, List<String>> query = query(request.query());
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("resource", match.route().block().path());
    event.put("path", request.path());
    event.put("httpMethod", request.method());
    event.put("headers", last(request.headers()));
    event.put("multiValueHeaders", request.headers());
    event.put("queryStringParameters", query.isEmpty() ? null : last(query));
    event.put("multiValueQueryStringParameters", query.isEmpty() ? null : query);
    event.put("pathParameters", match.parameters().isEmpty() ? null : match.parameters());
    event.put("stageVariables", null);
    event.put("requestContext", context(request, match, admitted, sourceIp, now));
    byte[] body = request.body();
    event.put("body", body.length == 0 ? null : new String(body, UTF_8));
    event.put("isBase64Encoded", false);
    return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(event);
  }

  private static Map<String, @Nullable Object> context(
      ReceivedRequest request, Match match, Admitted admitted, String sourceIp, Instant now) {
    Map<String, @Nullable Object> identity = new LinkedHashMap<>();
    identity.put("sourceIp", sourceIp);
    identity.put("userAgent", request.header("user-agent").orElse(null));
    identity.put("accountId", admitted.caller().map(Caller::accountId).orElse(null));
    identity.put("userArn", admitted.caller().map(Caller::arn).orElse(null));
    identity.put("caller", admitted.caller().map(Caller::userId).orElse(null));
    identity.put("user", admitted.caller().map(Caller::userId).orElse(null));
    identity.put("accessKey", admitted.accessKey().isEmpty() ? null : admitted.accessKey());
    Map<String, @Nullable Object> context = new LinkedHashMap<>();
    context.put("resourcePath", match.route().block().path());
    context.put("httpMethod", request.method());
    context.put("path", "/live" + request.path());
    context.put("stage", "live");
    context.put("protocol", "HTTP/1.1");
    context.put("requestTimeEpoch", now.toEpochMilli());
    context.put("identity", identity);
    return context;
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (!raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query
            .computeIfAbsent(URLDecoder.decode(name, UTF_8), n -> new ArrayList<>())
            .add(URLDecoder.decode(value, UTF_8));
      }
    }
    return query;
  }

  private static Map<String, String> last(Map<String, List<String>> values) {
    Map<String, String> last = new LinkedHashMap<>();
    values.forEach((name, all) -> last.put(name, all.getLast()));
    return last;
  }
}
