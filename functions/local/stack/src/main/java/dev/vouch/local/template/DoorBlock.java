package dev.vouch.local.template;

import java.util.List;
import java.util.Map;

/**
 * What the front door decides and answers before any function.
 *
 * @param open the public routes as {@code METHOD/path}, {@code *} standing for anything
 * @param reserved the principals that alone may use a path prefix such as {@code /admin/}
 * @param responses by API Gateway's response type, such as {@code ACCESS_DENIED}
 */
public record DoorBlock(
    List<String> open, Map<String, List<String>> reserved, Map<String, GatewayResponse> responses) {
  /** Keeps its own copies. */
  public DoorBlock {
    open = List.copyOf(open);
    reserved = Map.copyOf(reserved);
    responses = Map.copyOf(responses);
  }

  /** A gateway response; status 0 keeps the status that API Gateway has for the type. */
  public record GatewayResponse(int status, String body) {}
}
