package dev.vouch.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** The folder of one run. Its files are for its owner only, and what was made here is removed. */
final class WorkFolder implements AutoCloseable {
  private final Path folder;
  private final Deque<Path> made = new ArrayDeque<>();

  WorkFolder(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** An empty folder of this name. */
  Path folder(String name) throws IOException {
    Path path =
        Files.createDirectory(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    made.push(path);
    return path;
  }

  /** A folder that somebody else makes and that is removed here. */
  Path left(String name) {
    Path path = folder.resolve(name);
    made.push(path);
    return path;
  }

  /** A file with this text, there all at once. */
  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    made.push(file);
    return write(file, text);
  }

  /** The same at a place of the caller's choosing. */
  Path writeTo(Path file, String text) throws IOException {
    made.push(file);
    return write(file, text);
  }

  private Path write(Path file, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            folder,
            "new",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    for (Path path : made) {
      remove(path);
    }
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
