package dev.vouch.local.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * What Lambda unpacks and runs: a folder with {@code lib/*.jar}, as /var/task.
 *
 * @param heap the most of it, in MiB
 */
public record Task(Path folder, String handler, int heap, Map<String, String> environment) {
  /** Keeps its own copies. */
  public Task {
    environment = Map.copyOf(environment);
  }

  /** The jars of the function. */
  List<Path> jars() {
    return Jars.in(folder.resolve("lib"));
  }

  /** A task that does nothing, with the same heap. */
  public static Task empty(Path folder, int heap) throws IOException {
    String name = EmptyHandler.class.getName();
    String file = name.replace('.', '/') + ".class";
    Files.createDirectories(folder.resolve("lib"));
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("lib/empty.jar")));
        var code = EmptyHandler.class.getClassLoader().getResourceAsStream(file)) {
      jar.putNextEntry(new JarEntry(file));
      java.util.Objects.requireNonNull(code, file).transferTo(jar);
    }
    return new Task(folder, name, heap, Map.of());
  }
}
