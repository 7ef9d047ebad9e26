package dev.vouch.adapters.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as the client sees it (RFC 9457).
 *
 * @param status the HTTP status, 400 to 599
 * @param code stable, in snake case; clients and tests rely on it
 * @param detail what happened, for a person; never a secret
 * @param help what to do about it
 * @param more further members, such as {@code error} (RFC 6749) or {@code rule}
 */
public record Problem(
    int status, String code, String detail, String help, Map<String, @Nullable Object> more) {

  public static Problem of(int status, String code, String detail, String help) {
    return new Problem(status, code, detail, help, Map.of());
  }

  /** The same with one more member. */
  public Problem with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(more);
    members.put(name, value);
    return new Problem(status, code, detail, help, members);
  }

  /** The same with the OAuth members {@code error} and {@code error_description}. */
  public Problem withOAuthError(String error) {
    return with("error", error).with("error_description", detail);
  }

  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("type", "urn:vouch:error:" + code);
    members.put("title", title());
    members.put("status", status);
    members.put("code", code);
    members.put("detail", detail);
    members.put("help", help);
    members.putAll(more);
    return members;
  }

  private String title() {
    String words = code.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
