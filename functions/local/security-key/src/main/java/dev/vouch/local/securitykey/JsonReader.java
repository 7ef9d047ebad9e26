package dev.vouch.local.securitykey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server's JSON answers. A member or element that is null is left out: no answer that the
 * pages use tells null from absent.
 */
final class JsonReader {
  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Reads one JSON object; anything else is an {@link IllegalArgumentException}. */
  static JsonObject object(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.space();
    if (reader.at != text.length() || !(value instanceof JsonObject object)) {
      throw reader.malformed();
    }
    return object;
  }

  private @Nullable Object value() {
    space();
    return switch (peek()) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private JsonObject members() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    space();
    while (peek() != '}') {
      String name = string();
      space();
      expect(':');
      Object value = value();
      if (value != null) {
        members.put(name, value);
      }
      separator('}');
    }
    at++;
    return new JsonObject(members);
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    at++;
    space();
    while (peek() != ']') {
      Object value = value();
      if (value != null) {
        elements.add(value);
      }
      separator(']');
    }
    at++;
    return elements;
  }

  private void separator(char end) {
    space();
    if (peek() != end) {
      expect(',');
      space();
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    expect('"');
    while (peek() != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text, at - 4, at, 16);
      }
      default -> c;
    };
  }

  private Long number() {
    int start = at;
    while (at < text.length() && "+-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (start == at) {
      throw malformed();
    }
    return Long.parseLong(text, start, at, 10);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw malformed();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("not the JSON expected, at character " + at);
  }
}
