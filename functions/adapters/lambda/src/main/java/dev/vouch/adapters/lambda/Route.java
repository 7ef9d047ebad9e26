package dev.vouch.adapters.lambda;

import dev.vouch.core.json.InvalidJson;

/**
 * One route of a function.
 *
 * @param method the HTTP method, in upper case
 * @param resource the path as in the API's description, such as {@code /admin/users/{user}}
 */
public record Route(String method, String resource, Action action) {
  /** Answers a request. */
  @FunctionalInterface
  public interface Action {
    Response answer(Request request) throws InvalidRequest, InvalidJson;
  }
}
