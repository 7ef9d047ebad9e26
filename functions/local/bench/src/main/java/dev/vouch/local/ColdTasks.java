package dev.vouch.local;

import dev.vouch.local.cold.Task;
import dev.vouch.local.template.FunctionBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.NullMarked;

/**
 * Unpacks functions' zips as Lambda does, beside the local stack's own beans: the one jar more that
 * lets a function stand on loopback.
 */
@NullMarked
final class ColdTasks {
  /** How much of its memory Lambda leaves to the heap, roughly. */
  private static final double HEAP = 0.7;

  private final Line line;
  private final Path folder;

  ColdTasks(Line line, Path folder) {
    this.line = line;
    this.folder = folder;
  }

  /** A function of the template, by its logical id. */
  Task function(String id) throws IOException {
    FunctionBlock block = line.functions().block(id);
    Path task = folder.resolve(id);
    unzip(Line.root().resolve(block.zip()), task);
    Path beans = Line.root().resolve("functions/local/overrides/target");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(beans, "local-overrides-*-SNAPSHOT.jar")) {
      for (Path jar : jars) {
        Files.copy(jar, task.resolve("lib").resolve(jar.getFileName()));
      }
    }
    return new Task(task, block.handler(), heap(block), environment(block));
  }

  /** What does nothing, with as much memory. */
  Task empty(String id) throws IOException {
    return Task.empty(folder.resolve(id + "-empty"), heap(line.functions().block(id)));
  }

  private static int heap(FunctionBlock block) {
    return (int) (HEAP * block.memory());
  }

  /** The deployment's own settings, and those that lead the AWS clients to the local stack. */
  private static Map<String, String> environment(FunctionBlock block) {
    Map<String, String> all = new LinkedHashMap<>(block.environment());
    all.put("AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"));
    all.put("AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey"));
    for (String service : new String[] {"Sts", "Ecr"}) {
      all.put(
          "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT),
          System.getProperty("aws.endpointUrl" + service));
    }
    return all;
  }

  private static void unzip(Path zip, Path folder) {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(entry.isDirectory() ? file : file.getParent());
        if (!entry.isDirectory()) {
          Files.copy(entries, file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
