package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.aws.AwsAnswer.Result;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** AWS's query protocol: a form comes in, XML goes out. */
final class QueryProtocol {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private QueryProtocol() {}

  static Map<String, String> form(byte[] body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : new String(body, UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return form;
  }

  static String xml(String operation, AwsAnswer answer, String requestId) {
    StringBuilder xml = new StringBuilder();
    switch (answer) {
      case AwsError error -> {
        xml.append("<ErrorResponse xmlns=\"" + NAMESPACE + "\">");
        element(xml, "Error", Map.of("Code", error.code(), "Message", error.message()));
        element(xml, "RequestId", requestId);
        xml.append("</ErrorResponse>");
      }
      case Result result -> {
        xml.append('<').append(operation).append("Response xmlns=\"" + NAMESPACE + "\">");
        element(xml, operation + "Result", result.members());
        element(xml, "ResponseMetadata", Map.of("RequestId", requestId));
        xml.append("</").append(operation).append("Response>");
      }
    }
    return xml.toString();
  }

  private static void element(StringBuilder xml, String name, Object value) {
    xml.append('<').append(name).append('>');
    if (value instanceof Map<?, ?> members) {
      members.forEach((member, inner) -> element(xml, String.valueOf(member), inner));
    } else {
      xml.append(escape(String.valueOf(value)));
    }
    xml.append("</").append(name).append('>');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
