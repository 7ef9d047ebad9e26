package dev.vouch.local;

import dev.vouch.local.instance.Recorded;
import dev.vouch.local.instance.Task;
import dev.vouch.local.template.FunctionBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
final class Tasks {
  /** How much of its memory Lambda leaves to the heap, roughly. */
  private static final double HEAP = 0.7;

  private static final String ENDPOINT = "AWS_ENDPOINT_URL_";

  private final Line line;
  private final Path folder;
  private final List<Recorded> recorded = new ArrayList<>();

  Tasks(Line line, Path folder) {
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

  /**
   * The same, whose AWS answers what it answered the first time, once {@link #replay} is called.
   */
  Task recorded(String id) throws IOException {
    Task task = function(id);
    Map<String, String> environment = new LinkedHashMap<>(task.environment());
    for (var each : task.environment().entrySet()) {
      if (each.getKey().startsWith(ENDPOINT)) {
        Recorded before = line.keep(Recorded.before(URI.create(each.getValue())));
        recorded.add(before);
        environment.put(each.getKey(), before.address().toString());
      }
    }
    return new Task(task.folder(), task.handler(), task.heap(), environment);
  }

  /** From now on the recorded functions have no AWS but what is recorded. */
  void replay() {
    recorded.forEach(Recorded::replay);
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
          ENDPOINT + service.toUpperCase(Locale.ROOT),
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
