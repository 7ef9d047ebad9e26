package dev.vouch.local.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The tables that the deployment's template describes, so that a local table cannot differ from a
 * deployed one.
 *
 * @param tables the properties of each AWS::DynamoDB::Table by logical id
 */
record Template(Map<String, Map<?, ?>> tables) {
  private static final String NAME = "template.yaml";

  static Template read(Path file) {
    Object document = load(file);
    Map<String, Map<?, ?>> tables = new LinkedHashMap<>();
    Map<?, ?> resources = (Map<?, ?>) ((Map<?, ?>) document).get("Resources");
    if (resources == null) {
      throw new IllegalArgumentException(file + " has no Resources");
    }
    resources.forEach((id, resource) -> {
      if (resource instanceof Map<?, ?> map && "AWS::DynamoDB::Table".equals(map.get("Type"))) {
        tables.put(String.valueOf(id), (Map<?, ?>) map.get("Properties"));
      }
    });
    return new Template(tables);
  }

  /** The template of the source tree around the working folder. */
  static Path find() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(NAME)) && Files.exists(folder.resolve("functions"))) {
        return folder.resolve(NAME);
      }
    }
    throw new IllegalStateException("no " + NAME + " above the working folder");
  }

  private static Object load(Path file) {
    try {
      return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
