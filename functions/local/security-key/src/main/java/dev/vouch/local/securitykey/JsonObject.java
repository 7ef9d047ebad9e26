package dev.vouch.local.securitykey;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object read from the server, or about to be sent to it. */
record JsonObject(Map<String, Object> members) {

  /** The string member, or an {@link IllegalArgumentException} that names it. */
  String string(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no string member " + name));
  }

  Optional<String> find(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  long number(String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("no number member " + name);
  }

  JsonObject object(String name) {
    if (members.get(name) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException("no object member " + name);
  }

  /** The objects of an array member; none when it is absent. */
  List<JsonObject> objects(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  /** The text of this object, members in their order. */
  String text() {
    StringBuilder out = new StringBuilder();
    write(out, this);
    return out.toString();
  }

  private static void write(StringBuilder out, Object value) {
    switch (value) {
      case JsonObject object -> writeMembers(out, object.members);
      case List<?> list -> {
        String comma = "";
        out.append('[');
        for (Object element : list) {
          out.append(comma);
          write(out, element);
          comma = ",";
        }
        out.append(']');
      }
      case String text -> writeString(out, text);
      default -> out.append(value);
    }
  }

  private static void writeMembers(StringBuilder out, Map<String, Object> members) {
    String comma = "";
    out.append('{');
    for (Map.Entry<String, Object> member : members.entrySet()) {
      out.append(comma);
      writeString(out, member.getKey());
      out.append(':');
      write(out, member.getValue());
      comma = ",";
    }
    out.append('}');
  }

  private static void writeString(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    out.append('"');
  }
}
