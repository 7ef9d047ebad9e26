package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of one run. */
final class WorkFolderTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void removesWhatItMadeAndNothingElse() throws IOException {
    Files.writeString(folder.resolve("theirs"), "kept");
    try (WorkFolder work = new WorkFolder(folder)) {
      Files.writeString(work.folder("made").resolve("inside"), "x");
      Files.writeString(Files.createDirectory(work.left("left")).resolve("inside"), "x");
      work.left("never-made");
      assertThat(Files.readString(work.write("file", "text"))).isEqualTo("text");
      work.writeTo(folder.resolve("ready"), "x");
    }
    assertThat(folder).isDirectoryContaining("glob:**/theirs");
    assertThat(folder.toFile().list()).containsExactly("theirs");
  }

  @Test
  void keepsItsFilesToItsOwner() throws IOException {
    try (WorkFolder work = new WorkFolder(folder)) {
      assertThat(permissions(work.folder("made"))).isEqualTo("rwx------");
      assertThat(permissions(work.write("file", "secret"))).isEqualTo("rw-------");
    }
  }

  @Test
  void refusesTheFolderOfAnotherRun() throws IOException {
    try (WorkFolder first = new WorkFolder(folder);
        WorkFolder second = new WorkFolder(folder)) {
      Path made = first.folder("functions");
      assertThat(
              catchThrowableOfType(
                  FileAlreadyExistsException.class, () -> second.folder("functions")))
          .hasMessageContaining("functions");
      second.close();
      assertThat(made).exists();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
