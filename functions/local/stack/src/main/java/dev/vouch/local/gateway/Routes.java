package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.template.FunctionBlock;
import dev.vouch.local.template.FunctionBlock.RouteBlock;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a request. */
final class Routes {
  /** A route of a function. */
  record Route(String function, RouteBlock block) {
    String[] segments() {
      return block.path().split("/", -1);
    }
  }

  /** A route with the values of its path parameters, decoded. */
  record Match(Route route, Map<String, String> parameters) {
    public Match {
      parameters = Map.copyOf(parameters);
    }
  }

  private final List<Route> all = new ArrayList<>();

  Routes(List<FunctionBlock> functions) {
    for (FunctionBlock function : functions) {
      function.routes().forEach(block -> all.add(new Route(function.id(), block)));
    }
  }

  /** The route of this method and undecoded path. A literal segment goes before a parameter. */
  Optional<Match> find(String method, String rawPath) {
    Optional<Match> found = Optional.empty();
    for (Route route : all) {
      if (route.block().method().equals(method)) {
        Optional<Match> match = match(route, rawPath.split("/", -1));
        if (match.isPresent()
            && found
                .filter(f -> f.parameters().size() <= match.get().parameters().size())
                .isEmpty()) {
          found = match;
        }
      }
    }
    return found;
  }

  private static Optional<Match> match(Route route, String[] path) {
    String[] segments = route.segments();
    if (segments.length != path.length) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].startsWith("{")) {
        if (path[i].isEmpty()) {
          return Optional.empty();
        }
        String name = segments[i].substring(1, segments[i].length() - 1);
        parameters.put(name, URLDecoder.decode(path[i].replace("+", "%2B"), UTF_8));
      } else if (!segments[i].equals(path[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(new Match(route, parameters));
  }
}
