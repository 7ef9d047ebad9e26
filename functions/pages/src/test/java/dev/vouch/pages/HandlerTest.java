package dev.vouch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.RefusedEvents;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.adapters.lambda.testing.TemplateFunction;
import dev.vouch.adapters.lambda.testing.TestLog;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HandlerTest {
  private final Handler handler =
      new Handler(
          ApplicationContext.builder(Handler.class.getClassLoader())
              .deduceEnvironment(false)
              .properties(Map.of("vouch.public-base-url", "https://vouch.example.com"))
              .start());

  @ParameterizedTest
  @CsvSource({"pages/login, Log in", "pages/enroll, Enrol a security key"})
  void servesAPage(String event, String heading) {
    Answer answer = send(event);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
    assertThat(answer.body()).contains("<h1>" + heading + "</h1>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pages/login", "pages/enroll", "pages/asset"})
  void letsNothingElseRunOrFrameOrFollow(String event) {
    assertThat(send(event).headers())
        .containsEntry(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .containsEntry("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Referrer-Policy", "no-referrer")
        .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
        .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
        .containsEntry(
            "Permissions-Policy",
            "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(),"
                + " display-capture=(), geolocation=(), microphone=(), payment=(), serial=(),"
                + " usb=()");
  }

  @Test
  void neverCachesAPage() {
    assertThat(send("pages/login").headers()).containsEntry("Cache-Control", "no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "login.js, text/javascript; charset=utf-8",
    "vouch.css, text/css; charset=utf-8",
    "icon.svg, image/svg+xml; charset=utf-8"
  })
  void servesAnAssetUnderItsOwnType(String name, String type) {
    Answer answer =
        SampleEvent.read("pages/asset").with("pathParameters.name", name).sendTo(handler);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Content-Type", type)
        .containsEntry("Cache-Control", "no-cache");
  }

  @Test
  void answersNotModifiedForTheSameBytes() {
    Map<String, String> first = send("pages/asset").headers();
    String tag = first.getOrDefault("ETag", "");
    SampleEvent again = SampleEvent.read("pages/asset").withHeader("If-None-Match", tag);
    assertThat(again.sendTo(handler))
        .satisfies(answer -> {
          assertThat(answer.status()).isEqualTo(304);
          assertThat(answer.body()).isEmpty();
        });
    assertThat(again.withHeader("If-None-Match", "\"other\"").sendTo(handler).status())
        .isEqualTo(200);
  }

  @Test
  void refusesEachEventAsItsNameSays() {
    RefusedEvents.assertRefused("pages", event -> event.sendTo(handler));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../login.html", "..%2Flogin.html", "/etc/passwd", "login.js/", "LOGIN.JS", ""})
  void turnsNoNameIntoAPath(String name) {
    Answer answer =
        SampleEvent.read("pages/asset").with("pathParameters.name", name).sendTo(handler);
    assertThat(answer.code()).isEqualTo("not_found");
  }

  @Test
  void servesExactlyTheRoutesOfTheTemplate() {
    assertThat(new Wiring().function(TestLog.silent()).routes())
        .extracting(route -> route.method() + " " + route.resource())
        .containsExactlyInAnyOrderElementsOf(TemplateFunction.read("Pages").routes());
  }

  private Answer send(String event) {
    return SampleEvent.read(event).sendTo(handler);
  }
}
