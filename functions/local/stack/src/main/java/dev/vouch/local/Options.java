package dev.vouch.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line.
 *
 * @param root the checkout, with template.yaml and the built zips
 * @param work the folder for everything that the stack writes
 * @param port of the gateway, 0 for a free one
 * @param crane the program that serves the registry
 * @param readyFile written when the stack is ready
 */
record Options(Path root, Path work, int port, Path crane, Optional<Path> readyFile) {
  static final String USAGE =
      "usage: --root CHECKOUT --work FOLDER [--port N] [--crane PROGRAM] [--ready-file FILE]";
  private static final Set<String> NAMES =
      Set.of("--root", "--work", "--port", "--crane", "--ready-file");

  /** Reads the arguments, or nothing when they are not as in {@link #USAGE}. */
  static Optional<Options> parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      boolean hasValue = i + 1 < arguments.size();
      if (!hasValue
          || !NAMES.contains(arguments.get(i))
          || given.put(arguments.get(i), arguments.get(i + 1)) != null) {
        return Optional.empty();
      }
    }
    String root = given.get("--root");
    String work = given.get("--work");
    String port = given.getOrDefault("--port", "0");
    if (root == null || work == null || !isPort(port)) {
      return Optional.empty();
    }
    Path checkout = Path.of(root).toAbsolutePath();
    return Optional.of(
        new Options(
            checkout,
            Path.of(work).toAbsolutePath(),
            Integer.parseInt(port),
            Optional.ofNullable(given.get("--crane"))
                .map(Path::of)
                .orElse(checkout.resolve("build/tools/crane")),
            Optional.ofNullable(given.get("--ready-file")).map(Path::of)));
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535;
  }
}
