package dev.vouch.local.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Makes an archive of the classes that a start needs, by a start that writes it at its end. None of
 * them is deployed: docs/decisions/0010-cold-start-layout.md.
 */
public final class Archives {
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.xml,java.sql,java.net.http,"
          + "jdk.unsupported,jdk.zipfs,jdk.management";

  private final ColdStart starts;
  private final Path folder;

  /**
   * @param folder where the archives go
   */
  public Archives(ColdStart starts, Path folder) {
    this.starts = starts;
    this.folder = folder;
  }

  /** The layout with a class-data archive (AppCDS), made of one start of this task. */
  public Layout classData(String name, Layout layout, Task task, Supplier<byte[]> event)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".jsa");
    starts.measure(layout.with("-XX:ArchiveClassesAtExit=" + file), task, event.get());
    return layout.with("-XX:SharedArchiveFile=" + written(file));
  }

  /** The layout with an ahead-of-time cache (JEP 483, 514 and 515), made of one start. */
  public Layout aheadOfTime(String name, Layout layout, Task task, Supplier<byte[]> event)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".aot");
    starts.measure(layout.with("-XX:AOTCacheOutput=" + file), task, event.get());
    return layout.with("-XX:AOTCache=" + written(file));
  }

  /** A JDK of the modules that the functions use, as a layer would hold it. */
  public Path linkedRuntime() throws IOException, InterruptedException {
    Path target = folder.resolve("jdk");
    Process jlink =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--generate-cds-archive",
                "--output",
                target.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (jlink.waitFor() != 0) {
      throw new IOException("jlink fails");
    }
    return target.resolve("bin/java");
  }

  /** What a layout ships beside the zip: its archive, and its own JDK. */
  public String size(Layout layout) throws IOException {
    long bytes = 0;
    for (String option : layout.options()) {
      int file = option.indexOf("=" + folder);
      bytes += file < 0 ? 0 : Files.size(Path.of(option.substring(file + 1)));
    }
    if (layout.java().startsWith(folder)) {
      try (var files = Files.walk(folder.resolve("jdk"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          bytes += Files.size(file);
        }
      }
    }
    return bytes == 0 ? "nothing" : String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
  }

  private static Path written(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("the JVM has not written " + file.getFileName());
    }
    return file;
  }
}
