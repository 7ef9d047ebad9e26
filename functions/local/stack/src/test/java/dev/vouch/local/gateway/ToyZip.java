package dev.vouch.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip like a deployable one: {@link ToyHandler} and Lambda's interfaces, each in a jar. */
final class ToyZip {
  private ToyZip() {}

  static Path write(Path folder) throws IOException {
    Path zip = folder.resolve("toy.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "lib/toy.jar", jar(ToyHandler.class));
      entry(out, "lib/core.jar", Files.readAllBytes(jarOf(RequestStreamHandler.class)));
    }
    return zip;
  }

  /** The function in such a zip, as the gateway has it. */
  static FunctionPool pool(Path folder) throws IOException {
    return new FunctionPool(
        "Toy",
        FunctionZip.open(write(folder), folder.resolve("toy"), List.of()),
        ToyHandler.class.getName(),
        construct -> construct.call(),
        Duration.ofSeconds(2),
        line -> {},
        step -> {});
  }

  static Path holding(Path folder, String name) throws IOException {
    Path zip = folder.resolve("other.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, name, new byte[0]);
    }
    return zip;
  }

  private static byte[] jar(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes);
        InputStream content =
            Objects.requireNonNull(ToyZip.class.getClassLoader()).getResourceAsStream(name)) {
      entry(out, name, Objects.requireNonNull(content).readAllBytes());
    }
    return bytes.toByteArray();
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void entry(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
