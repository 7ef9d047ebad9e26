package dev.vouch.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A function's deployable zip: {@code lib/*.jar}. */
final class FunctionZip {
  private FunctionZip() {}

  /**
   * Unpacks the zip into the folder and opens a class loader on its jars. Nothing of this process's
   * own class path is visible in it, as in Lambda.
   *
   * @param additions jars put before those of the zip: the local stack's own beans
   */
  static URLClassLoader open(Path zip, Path folder, List<Path> additions) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path addition : additions) {
      urls.add(addition.toUri().toURL());
    }
    Files.createDirectories(folder);
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!entry.isDirectory()) {
          urls.add(unpack(entries, entry.getName(), folder).toUri().toURL());
        }
      }
    }
    return new URLClassLoader(
        zip.getFileName().toString(),
        urls.toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  private static Path unpack(InputStream content, String name, Path folder) throws IOException {
    if (!name.startsWith("lib/") || !name.endsWith(".jar")) {
      throw new IOException("not lib/*.jar: " + name);
    }
    Path jar = folder.resolve(Path.of(name).getFileName());
    Files.copy(content, jar);
    return jar;
  }
}
