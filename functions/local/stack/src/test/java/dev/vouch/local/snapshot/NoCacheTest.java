package dev.vouch.local.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cache of classes that is older than the classes would be run in their place. None is deployed:
 * neither a file of one nor a setting that would look for one.
 */
@Tag("line")
final class NoCacheTest {
  private static final List<String> ENDINGS = List.of(".jsa", ".aot", ".aotconf", ".classlist");

  @Test
  void noZipCarriesACacheOfClasses() throws IOException {
    List<Path> zips = zips();
    assertThat(zips).hasSize(7);
    for (Path zip : zips) {
      try (InputStream file = Files.newInputStream(zip)) {
        List<String> names = names(file);
        assertThat(names).hasSizeGreaterThan(1000);
        assertThat(names.stream().filter(NoCacheTest::isCache)).as(zip.toString()).isEmpty();
      }
    }
  }

  @Test
  void aCacheWouldBeSeen() {
    assertThat(isCache("lib/Vend.AOT")).isTrue();
    assertThat(isCache("vend.jsa")).isTrue();
    assertThat(isCache("dev/vouch/Vend.class")).isFalse();
  }

  @Test
  void noSettingChangesHowTheJvmIsStarted() throws IOException {
    String template = Files.readString(SnapshotTest.root().resolve("template.yaml"));
    assertThat(template)
        .contains("VOUCH_PUBLIC_BASE_URL")
        .doesNotContain("JAVA_TOOL_OPTIONS", "AWS_LAMBDA_EXEC_WRAPPER", "JDK_JAVA_OPTIONS");
  }

  private static boolean isCache(String name) {
    return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }

  private static List<Path> zips() throws IOException {
    List<Path> zips = new ArrayList<>();
    for (var function : SnapshotTest.functions()) {
      zips.add(SnapshotTest.root().resolve(function.zip()));
    }
    return zips;
  }

  /** The names of all entries, those of the jars within included. */
  private static List<String> names(InputStream archive) throws IOException {
    List<String> names = new ArrayList<>();
    ZipInputStream entries = new ZipInputStream(archive);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      names.add(entry.getName());
      if (entry.getName().endsWith(".jar")) {
        names.addAll(names(entries));
      }
    }
    return names;
  }
}
