package dev.vouch.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.gateway.FunctionPool.Answered;
import dev.vouch.local.template.DoorBlock;
import dev.vouch.local.template.FunctionBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions of a template, whose settings a later deployment changes. */
final class FunctionsTest {
  @TempDir private Path folder = Path.of("");
  private Functions functions =
      new Functions(List.of(), new DoorBlock(List.of(), List.of(), Map.of()));

  @BeforeEach
  void open() throws IOException {
    ToyZip.write(folder);
    functions =
        Functions.open(
            List.of(toy("old")),
            new DoorBlock(List.of(), List.of(), Map.of()),
            folder,
            folder.resolve("functions"),
            new Functions.Additions(
                List.of(),
                Map.of("LOCAL", "1"),
                id -> Map.of("aws.endpointUrlKms", "http://aws/" + id)),
            new Functions.Told(line -> {}, step -> {}));
  }

  @AfterEach
  void close() throws IOException {
    functions.close();
  }

  @Test
  void aFunctionThatIsStartedElsewhereHasTheStacksSettingsBesideItsOwn() {
    assertThat(functions.block("Toy").environment()).isEqualTo(settings("old"));
  }

  @Test
  void bothAnInstanceAndAFunctionThatIsStartedElsewhereHaveTheSettingsOfTheLastDeployment()
      throws IOException {
    assertThat(setting()).contains("old");
    functions.update(List.of(toy("new")));
    assertThat(setting()).contains("new");
    assertThat(functions.block("Toy").environment()).isEqualTo(settings("new"));
  }

  private String setting() {
    byte[] event = "{\"path\":\"/setting\"}".getBytes(StandardCharsets.UTF_8);
    return functions.invoke("Toy", event) instanceof Answered answered ? answered.event() : "";
  }

  private static Map<String, String> settings(String own) {
    return Map.of("TOY_SETTING", own, "LOCAL", "1", "AWS_ENDPOINT_URL_KMS", "http://aws/Toy");
  }

  private static FunctionBlock toy(String setting) {
    return new FunctionBlock(
        "Toy",
        "toy.zip",
        ToyHandler.class.getName(),
        512,
        Map.of("TOY_SETTING", setting),
        List.of());
  }
}
