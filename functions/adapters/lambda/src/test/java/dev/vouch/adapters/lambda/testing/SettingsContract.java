package dev.vouch.adapters.lambda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vouch.adapters.system.InvalidSettings;
import dev.vouch.adapters.system.Setting;
import dev.vouch.adapters.system.Settings;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What each function does about its settings. A function's own test says which they are. */
public abstract class SettingsContract {
  private static final String FALLBACK = " or ";

  /** A value of each setting that is right, and one that is wrong. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry(
              "VOUCH_PUBLIC_BASE_URL",
              List.of("https://vouch.example.com", "https://vouch.example.com:8443")),
          Map.entry("VOUCH_TABLES_IDENTITY", List.of("identity", "no table")),
          Map.entry("VOUCH_TABLES_SESSION", List.of("session", "no/table")),
          Map.entry("VOUCH_TABLES_REPLAY", List.of("replay", "x")),
          Map.entry("VOUCH_TABLES_CONFIGURATION", List.of("configuration", "no table")),
          Map.entry("VOUCH_TABLES_AUDIT", List.of("audit", "no:table")),
          Map.entry("VOUCH_KEYS_ISSUER", List.of("alias/issuer", "no key")),
          Map.entry("VOUCH_KEYS_PUBLISHED", List.of("one,two", "one,,two")),
          Map.entry("VOUCH_KEYS_CHALLENGE", List.of("alias/challenge", "no key")),
          Map.entry("VOUCH_ADMIN_ACCOUNT", List.of("123456789012", "12345")),
          Map.entry(
              "VOUCH_ADMIN_PRINCIPALS",
              List.of("arn:aws:iam::123456789012:role/a,arn:aws:iam::123456789012:user/b", "a")),
          Map.entry(
              "VOUCH_AUDIT_PRINCIPALS",
              List.of("arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/*")),
          Map.entry("VOUCH_ATTESTATION_ALLOWED_AAGUIDS", List.of("hardware", "everything")),
          Map.entry("VOUCH_SESSION_LIFETIME", List.of("30m", "9h")));

  private final String logicalId;
  private final Consumer<ApplicationContext> start;
  private final Map<String, String> pinned = new TreeMap<>();

  /**
   * @param logicalId the function's name in the template
   * @param start makes the function's handler
   * @param pinned the environment variables, each alone or as {@code NAME or DEFAULT}
   */
  protected SettingsContract(
      String logicalId, Consumer<ApplicationContext> start, String... pinned) {
    this.logicalId = logicalId;
    this.start = start;
    for (String each : pinned) {
      String[] parts = each.split(FALLBACK, 2);
      this.pinned.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
  }

  @Test
  void settingsAndDefaultsAreThese() {
    try (ApplicationContext context = context(right())) {
      Map<String, String> all = new TreeMap<>();
      for (Setting<?> setting : context.getBean(Settings.class).all()) {
        all.put(setting.variable(), setting.fallback().orElse(""));
      }
      assertThat(all).isEqualTo(pinned);
    }
  }

  @Test
  void settingsAreThoseOfTheTemplate() {
    assertThat(TemplateFunction.read(logicalId).variables()).isEqualTo(pinned.keySet());
  }

  @Test
  void startsWithSettingsThatAreRight() {
    try (ApplicationContext context = context(right())) {
      assertThat(context.getBean(Settings.class).all()).isNotEmpty();
    }
  }

  @Test
  void doesNotStartWithoutASettingThatHasNoDefault() throws InvalidJson {
    for (String variable : pinned.keySet()) {
      Map<String, String> settings = right();
      settings.remove(variable);
      if (pinned.get(variable).isEmpty()) {
        JsonObject problem = problems(settings).getFirst();
        assertThat(problem.string("variable")).isEqualTo(variable);
        assertThat(problem.string("problem")).isEqualTo("is not set");
      } else {
        context(settings).close();
      }
    }
  }

  @Test
  void doesNotStartWithASettingThatIsWrong() throws InvalidJson {
    for (String variable : pinned.keySet()) {
      Map<String, String> settings = right();
      settings.put(variable, wrong(variable));
      List<JsonObject> problems = problems(settings);
      assertThat(problems).as(variable).hasSize(1);
      assertThat(problems.getFirst().string("variable")).isEqualTo(variable);
      assertThat(problems.getFirst().string("problem")).isEqualTo("is \"" + wrong(variable) + "\"");
      assertThat(problems.getFirst().string("expected")).isNotEmpty();
    }
  }

  @Test
  void namesAllThatAreWrongAtOnce() throws InvalidJson {
    Map<String, String> settings = right();
    settings.replaceAll((variable, value) -> wrong(variable));
    assertThat(problems(settings)).hasSize(pinned.size());
  }

  private Map<String, String> right() {
    Map<String, String> settings = new LinkedHashMap<>();
    pinned.keySet().forEach(variable -> settings.put(variable, values(variable).getFirst()));
    return settings;
  }

  private static String wrong(String variable) {
    return values(variable).getLast();
  }

  private static List<String> values(String variable) {
    return VALUES.getOrDefault(variable, List.of("no sample of " + variable));
  }

  /** What the one line says that the function leaves when it does not start. */
  private List<JsonObject> problems(Map<String, String> settings) throws InvalidJson {
    PrintStream before = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, UTF_8));
    try (ApplicationContext context = context(settings)) {
      InvalidSettings failure =
          catchThrowableOfType(InvalidSettings.class, () -> start.accept(context));
      assertThat(failure.getMessage()).doesNotContain("\n");
      assertThat(failure.getStackTrace()).isEmpty();
    } finally {
      System.setOut(before);
    }
    List<String> lines = output.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    JsonObject line = Json.parse(lines.getFirst().getBytes(UTF_8));
    assertThat(line.string("event")).isEqualTo("settings");
    assertThat(line.string("level")).isEqualTo("ERROR");
    assertThat(line.string("function")).isEqualTo(TemplateFunction.read(logicalId).name());
    return line.objects("problems");
  }

  private static ApplicationContext context(Map<String, String> settings) {
    Map<String, Object> properties = new LinkedHashMap<>();
    settings.forEach((variable, value) -> properties.put(property(variable), value));
    return ApplicationContext.builder(SettingsContract.class.getClassLoader())
        .deduceEnvironment(false)
        .properties(properties)
        .start();
  }

  private static String property(String variable) {
    return variable
        .replace("PUBLIC_BASE_URL", "PUBLIC-BASE-URL")
        .replace("ALLOWED_AAGUIDS", "ALLOWED-AAGUIDS")
        .replace('_', '.')
        .toLowerCase(java.util.Locale.ROOT);
  }
}
