package dev.vouch.local.template;

import java.util.List;
import java.util.Map;

/**
 * What the front door decides and answers before any function.
 *
 * @param open the public routes as {@code METHOD/path}, {@code *} standing for anything
 * @param reserved who alone may use a path prefix; where several are for one prefix, all hold
 * @param responses by API Gateway's response type, such as {@code ACCESS_DENIED}
 */
public record DoorBlock(
    List<String> open, List<Reserved> reserved, Map<String, GatewayResponse> responses) {
  /** Keeps its own copies. */
  public DoorBlock {
    open = List.copyOf(open);
    reserved = List.copyOf(reserved);
    responses = Map.copyOf(responses);
  }

  /**
   * A path prefix that is refused to all but some.
   *
   * @param prefix such as {@code /admin/}; {@code /} for every route
   * @param key what is looked at, such as {@code aws:PrincipalArn}
   * @param to its values that are let in
   */
  public record Reserved(String prefix, String key, List<String> to) {
    /** Keeps its own copy. */
    public Reserved {
      to = List.copyOf(to);
    }

    /**
     * Whether a request is let in.
     *
     * @param keys what IAM knows of it; one that does not carry the key is for nobody
     */
    public boolean isFor(Map<String, String> keys) {
      return keys.containsKey(key) && to.contains(keys.get(key));
    }
  }

  /** A gateway response; status 0 keeps the status that API Gateway has for the type. */
  public record GatewayResponse(int status, String body) {}
}
