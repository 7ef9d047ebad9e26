package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vouch.local.gateway.FunctionPool.Answered;
import dev.vouch.local.gateway.FunctionPool.Failed;
import dev.vouch.local.gateway.FunctionPool.Outcome;
import dev.vouch.local.gateway.FunctionPool.TimedOut;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function out of its zip. */
final class FunctionPoolTest {
  @TempDir private Path folder = Path.of("");
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private Consumer<String> steps = step -> {};

  @Test
  void runsTheHandlerOutOfTheZipAndNotOfThisClassPath() throws Exception {
    try (FunctionPool pool = pool(Duration.ofSeconds(20))) {
      pool.warm();
      assertThat(pool.invoke(event("/context"))).isInstanceOf(Answered.class);
      assertThat(log).singleElement().asString().startsWith("toy ").endsWith(" hello");
    }
    try (URLClassLoader loader = loader("again")) {
      assertThat(loader.loadClass(ToyHandler.class.getName())).isNotSameAs(ToyHandler.class);
      assertThat(
              catchThrowableOfType(
                  ClassNotFoundException.class, () -> loader.loadClass(Gateway.class.getName())))
          .isNotNull();
    }
  }

  @Test
  void takesStandardOutputForTheLogOfTheFunctionThatWrites() throws Exception {
    try (FunctionPool pool = pool(Duration.ofSeconds(20))) {
      assertThat(text(pool.invoke(event("/print")))).contains("printed");
      System.out.println("not the function's");
      assertThat(log).containsExactly("one", "twö");
    }
  }

  @Test
  void givesAnInstanceOnlyItsOwnSettingsAndOnlyAtItsStart() throws Exception {
    try (FunctionPool pool = pool(Duration.ofSeconds(20))) {
      assertThat(text(pool.invoke(event("/setting")))).contains("\"body\":\"own null\"");
    }
  }

  @Test
  void makesAnotherInstanceWhenAllAreBusy() throws Exception {
    try (FunctionPool pool = pool(Duration.ofSeconds(20))) {
      pool.warm();
      CompletableFuture<Outcome> other =
          CompletableFuture.supplyAsync(() -> pool.invoke(event("/meet")));
      assertThat(text(pool.invoke(event("/meet")))).contains("met");
      assertThat(text(other.join())).contains("met");
    }
  }

  @Test
  void saysWhenTheHandlerThrewAndGoesOnWithAnother() throws Exception {
    try (FunctionPool pool = pool(Duration.ofSeconds(20))) {
      assertThat(pool.invoke(event("/unknown")))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.cause()).isInstanceOf(IllegalStateException.class));
      assertThat(pool.invoke(event("/setting"))).isInstanceOf(Answered.class);
    }
  }

  @Test
  void stopsWaitingForAnAnswer() throws Exception {
    try (FunctionPool pool = pool(Duration.ofMillis(200))) {
      pool.warm();
      assertThat(pool.invoke(event("/forever"))).isInstanceOf(TimedOut.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"toy start", "toy end"})
  void endsAnInstanceAtAStepAndDropsItsAnswer(String last) throws Exception {
    Set<String> deadly = new HashSet<>(Set.of(last));
    steps =
        step -> {
          if (deadly.remove(step)) {
            throw new InstanceDied(step);
          }
        };
    try (FunctionPool pool = pool(Duration.ofSeconds(20))) {
      assertThat(pool.invoke(event("/setting")))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.cause()).hasMessage(last));
      assertThat(pool.invoke(event("/setting"))).isInstanceOf(Answered.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"template.yaml", "lib/readme.txt", "classes/a.jar"})
  void refusesAZipThatHoldsAnythingButJarsInLib(String name) throws IOException {
    Path zip = ToyZip.holding(folder, name);
    assertThat(
            catchThrowableOfType(
                IOException.class, () -> FunctionZip.open(zip, folder.resolve("x"), List.of())))
        .hasMessageContaining(name);
  }

  @Test
  void spellsAVariableInEveryWayThatASettingMayBeWritten() {
    assertThat(FunctionSettings.spellings("VOUCH_ATTESTATION_ALLOWED_AAGUIDS"))
        .hasSize(8)
        .contains("vouch.attestation.allowed-aaguids", "vouch.attestation.allowed.aaguids");
    assertThat(FunctionSettings.spellings("PATH")).containsExactly("path");
  }

  private FunctionPool pool(Duration patience) throws IOException {
    URLClassLoader loader = loader("toy");
    FunctionSettings settings = new FunctionSettings(Map.of("TOY_SETTING", "own"), Map.of());
    return new FunctionPool(
        "toy",
        loader,
        ToyHandler.class.getName(),
        construct -> settings.during(loader, construct),
        patience,
        log::add,
        step -> steps.accept(step));
  }

  private URLClassLoader loader(String name) throws IOException {
    return FunctionZip.open(ToyZip.write(folder), folder.resolve(name), List.of());
  }

  private static byte[] event(String path) {
    return "{\"path\":\"%s\"}".formatted(path).getBytes(UTF_8);
  }

  private static String text(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Answered.class);
    return ((Answered) outcome).event();
  }
}
