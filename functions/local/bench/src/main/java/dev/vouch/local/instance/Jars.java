package dev.vouch.local.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders of jars. */
public final class Jars {
  private Jars() {}

  /** Those of a folder by name, as the runtime interface client takes them. */
  public static List<Path> in(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.toAbsolutePath(), "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jars.sort(null);
    return jars;
  }
}
