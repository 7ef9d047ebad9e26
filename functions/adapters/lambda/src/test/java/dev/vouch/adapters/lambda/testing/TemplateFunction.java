package dev.vouch.adapters.lambda.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the deployment's template says of a function, to hold the code equal to it. */
public final class TemplateFunction {
  private static final Pattern ROUTE =
      Pattern.compile("Method: (\\w+), Path: \"?((?:[^,}\"{]|\\{\\w+\\})+)");
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^  (\\w+):\n    Type: AWS::Serverless::Function$");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^ +(VOUCH_\\w+):");

  private static final Pattern ZIP = Pattern.compile("CodeUri: functions/.*/([a-z-]+)\\.zip");

  private final String block;

  private TemplateFunction(String block) {
    this.block = block;
  }

  /**
   * @param logicalId the function's name in the template, such as {@code VendAws}
   */
  public static TemplateFunction read(String logicalId) {
    try {
      String template = Files.readString(SampleEvent.root().resolve("template.yaml"));
      Matcher block =
          Pattern.compile(
                  "(?ms)^  "
                      + logicalId
                      + ":\n    Type: AWS::Serverless::Function\n.*?\n(?=\\S|  \\S)")
              .matcher(template);
      if (!block.find()) {
        throw new IllegalArgumentException("no function " + logicalId + " in the template");
      }
      return new TemplateFunction(block.group());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All functions of the template. */
  public static List<TemplateFunction> all() {
    try {
      String template = Files.readString(SampleEvent.root().resolve("template.yaml"));
      return FUNCTION.matcher(template).results().map(m -> read(m.group(1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The routes, such as {@code GET /login}. */
  public Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    ROUTE.matcher(block).results().forEach(m -> routes.add(m.group(1) + " " + m.group(2)));
    return routes;
  }

  /** The environment variables of Vouch, with those that all functions get. */
  public Set<String> variables() {
    Set<String> variables = new TreeSet<>(List.of("VOUCH_PUBLIC_BASE_URL"));
    VARIABLE.matcher(block).results().forEach(m -> variables.add(m.group(1)));
    return variables;
  }

  /** The function's one name: its folder and its zip. */
  public String name() {
    Matcher zip = ZIP.matcher(block);
    if (!zip.find()) {
      throw new IllegalStateException("no zip in " + block);
    }
    return zip.group(1);
  }
}
