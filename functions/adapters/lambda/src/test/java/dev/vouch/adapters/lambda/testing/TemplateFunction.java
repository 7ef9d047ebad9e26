package dev.vouch.adapters.lambda.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
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
  private static final Pattern VARIABLE = Pattern.compile("(?m)^ +VOUCH_(\\w+):");

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

  /**
   * The function's own settings as their environment variables spell them, such as {@code
   * vouch.tables.audit}; a hyphen in a setting's name is a point here.
   */
  public Set<String> settings() {
    Set<String> settings = new TreeSet<>();
    VARIABLE
        .matcher(block)
        .results()
        .map(m -> m.group(1).toLowerCase(Locale.ROOT).replace('_', '.'))
        .forEach(name -> settings.add("vouch." + name));
    return settings;
  }
}
