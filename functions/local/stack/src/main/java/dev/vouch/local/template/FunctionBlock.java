package dev.vouch.local.template;

import java.util.List;
import java.util.Map;

/**
 * One Lambda function of the template.
 *
 * @param id its logical id
 * @param zip its deployable zip, from the template's folder
 * @param handler the handler class
 * @param environment its environment variables, resolved
 */
public record FunctionBlock(
    String id,
    String zip,
    String handler,
    Map<String, String> environment,
    List<RouteBlock> routes) {
  /** Keeps its own copies. */
  public FunctionBlock {
    environment = Map.copyOf(environment);
    routes = List.copyOf(routes);
  }

  /** One route: method, path with parameters in braces, and whether IAM authorizes it. */
  public record RouteBlock(String method, String path, boolean iam) {}
}
