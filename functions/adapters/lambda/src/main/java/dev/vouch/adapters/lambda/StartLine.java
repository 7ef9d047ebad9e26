package dev.vouch.adapters.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.adapters.system.InvalidSettings;
import dev.vouch.core.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an instance says that does not start. */
final class StartLine {
  private StartLine() {}

  static String of(InvalidSettings invalid, Instant now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", "ERROR");
    line.put("event", "settings");
    line.put("function", invalid.function());
    line.put("problems", invalid.problems().stream().map(StartLine::members).toList());
    return new String(Json.write(line), UTF_8);
  }

  private static Map<String, String> members(InvalidSettings.Problem problem) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("variable", problem.variable());
    members.put("problem", problem.what());
    members.put("expected", problem.expected());
    return members;
  }
}
