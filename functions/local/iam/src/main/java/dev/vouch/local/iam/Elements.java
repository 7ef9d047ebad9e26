package dev.vouch.local.iam;

import dev.vouch.local.iam.MalformedPolicyDocument.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON tree of a policy; every surprise is a refusal. */
final class Elements {
  private Elements() {}

  static Map<String, Object> object(@Nullable Object value, String where) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new MalformedPolicyDocument(Code.WRONG_TYPE, where + " must be an object");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> {
      if (member == null) {
        throw new MalformedPolicyDocument(Code.WRONG_TYPE, where + ": " + name + " is null");
      }
      members.put((String) name, member);
    });
    return members;
  }

  static String string(@Nullable Object value, String where) {
    if (value instanceof String text) {
      return text;
    }
    throw new MalformedPolicyDocument(Code.WRONG_TYPE, where + " must be a string");
  }

  /** A string or a list of at least one string. */
  static List<String> strings(Object value, String where) {
    List<String> strings = new ArrayList<>();
    for (Object one : list(value, where)) {
      strings.add(string(one, where));
    }
    return strings;
  }

  /** As {@link #strings}; a condition's value may also be a number or true or false. */
  static List<String> values(Object value, String where) {
    List<String> strings = new ArrayList<>();
    for (Object one : list(value, where)) {
      strings.add(
          one instanceof Boolean || one instanceof Number
              ? one.toString()
              : withoutVariables(string(one, where), where));
    }
    return strings;
  }

  static List<?> list(Object value, String where) {
    List<?> list = value instanceof List<?> many ? many : List.of(value);
    if (list.isEmpty()) {
      throw new MalformedPolicyDocument(Code.MISSING_ELEMENT, where + " is empty");
    }
    return list;
  }

  /** Policy variables are not evaluated here, so a text that holds one is refused. */
  static String withoutVariables(String text, String where) {
    if (text.contains("${")) {
      throw new MalformedPolicyDocument(Code.POLICY_VARIABLE, where + ": " + text);
    }
    return text;
  }

  static Object required(Map<String, Object> members, String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new MalformedPolicyDocument(Code.MISSING_ELEMENT, name + " is missing");
    }
    return value;
  }

  static void onlyKnown(Map<String, Object> members, Set<String> known, String where) {
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new MalformedPolicyDocument(Code.UNKNOWN_ELEMENT, where + ": " + name);
      }
    }
  }
}
