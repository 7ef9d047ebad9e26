package dev.vouch.local.instance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a function's process is launched.
 *
 * @param java the launcher
 * @param options of the JVM, the heap's size aside
 * @param flat whether the function's jars are on the class path of the JVM, where an archive can
 *     cover them, and not in the class loader of the runtime interface client, as Lambda has it
 */
public record Layout(Path java, List<String> options, boolean flat) {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  /** Keeps its own copies. */
  public Layout {
    options = List.copyOf(options);
  }

  /**
   * As the managed runtime starts a function without SnapStart: its own class loader over the zip's
   * jars, and the first compiler alone.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">Customize
   *     Java runtime startup behavior</a>
   */
  public static Layout managed() {
    return new Layout(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of(
            "-XX:+UseSerialGC",
            FIRST_COMPILER,
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"),
        false);
  }

  /** The same with the second compiler, as Lambda has it with SnapStart. */
  public Layout bothCompilers() {
    return new Layout(
        java, options.stream().filter(each -> !each.equals(FIRST_COMPILER)).toList(), flat);
  }

  /** The same with more options. */
  public Layout with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Layout(java, all, flat);
  }

  /** The same with another launcher. */
  public Layout on(Path launcher) {
    return new Layout(launcher, options, flat);
  }

  /** The same with the function's jars on the class path. */
  public Layout flattened() {
    return new Layout(java, options, true);
  }

  /** The command that runs a task's handler. */
  List<String> command(List<Path> runtime, Task task) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-Xmx" + task.heap() + "m");
    command.addAll(options);
    List<String> path = new ArrayList<>(runtime.stream().map(Path::toString).toList());
    if (flat) {
      task.jars().forEach(jar -> path.add(jar.toString()));
    }
    command.add("-cp");
    command.add(String.join(":", path));
    command.add(CLIENT);
    command.add(task.handler());
    return command;
  }
}
