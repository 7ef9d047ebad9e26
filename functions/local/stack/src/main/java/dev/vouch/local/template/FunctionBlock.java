package dev.vouch.local.template;

import java.util.List;
import java.util.Map;

/**
 * One Lambda function of the template.
 *
 * @param id its logical id
 * @param zip its deployable zip, from the template's folder
 * @param handler the handler class
 * @param memory in MiB
 * @param environment its environment variables, resolved
 */
public record FunctionBlock(
    String id,
    String zip,
    String handler,
    int memory,
    Map<String, String> environment,
    List<RouteBlock> routes) {
  /** Keeps its own copies. */
  public FunctionBlock {
    environment = Map.copyOf(environment);
    routes = List.copyOf(routes);
  }

  /** The same with other environment variables. */
  public FunctionBlock with(Map<String, String> other) {
    return new FunctionBlock(id, zip, handler, memory, other, routes);
  }

  /**
   * One route.
   *
   * @param path with parameters in braces
   * @param iam whether IAM authorizes it
   * @param members what the front door wants a JSON body to hold; none where it takes any body
   */
  public record RouteBlock(String method, String path, boolean iam, List<String> members) {
    /** Keeps its own copy. */
    public RouteBlock {
      members = List.copyOf(members);
    }
  }
}
