package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.ceremony.AssertionAnswer;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.login.LoginCeremony.Answered;
import dev.vouch.core.login.LoginCeremony.Asked;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.DistinctRandom;
import dev.vouch.core.session.FakeChallengeMac;
import dev.vouch.core.session.SignedTokens;
import dev.vouch.core.session.TestLogin;
import dev.vouch.local.securitykey.Deviation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fifty people with a key each: of the 2,500 pairs, only the 50 right ones log in. */
final class RightPairsTest {
  private static final int PEOPLE = 50;
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final FakeLoginTables tables = new FakeLoginTables();
  private final LoginCeremony ceremony =
      new LoginCeremony(
          TestLogin.BASE,
          new SignedTokens(new FakeChallengeMac("challenge key")),
          new AssertionCeremony(TestLogin.BASE, EnrolledPerson.models()),
          tables,
          new DistinctRandom(),
          Duration.ofHours(8));
  private final String request =
      ceremony.sign(
          new AuthorizationRequest(
              "http://127.0.0.1:49152/callback",
              "0123456789abcdef",
              Sha256.of("a verifier"),
              Sha256.of("a key").base64Url(),
              Optional.empty(),
              NOW));
  private final List<EnrolledPerson> people =
      IntStream.range(0, PEOPLE)
          .mapToObj(i -> new EnrolledPerson(TestLogin.BASE, "user-" + i + "@example.com"))
          .peek(this::enrol)
          .toList();

  private void enrol(EnrolledPerson person) {
    tables.put(person.user(User.Status.ACTIVE));
    tables.put(person.key());
  }

  @Test
  void aUserHandleGoesWithItsOwnKeyOnly() throws InvalidJson {
    for (EnrolledPerson claimed : people) {
      String handle = claimed.user(User.Status.ACTIVE).handle().base64Url();
      for (EnrolledPerson holder : people) {
        Asked.Question question = question();
        String answer =
            holder.touch(question.challenge().base64Url(), new Deviation.UserHandle(handle));
        assertThat(outcome(question, answer))
            .isEqualTo(claimed == holder ? "completed" : "user_handle_mismatch");
      }
    }
  }

  @Test
  void aCredentialGoesWithTheSignatureOfItsOwnKeyOnly() throws InvalidJson {
    for (EnrolledPerson claimed : people) {
      for (EnrolledPerson holder : people) {
        Asked.Question question = question();
        String handle = claimed.user(User.Status.ACTIVE).handle().base64Url();
        String answer =
            holder
                .touch(question.challenge().base64Url(), new Deviation.UserHandle(handle))
                .replace(credential(holder), credential(claimed));
        assertThat(outcome(question, answer))
            .isEqualTo(claimed == holder ? "completed" : "signature_invalid");
      }
    }
  }

  private static String credential(EnrolledPerson person) {
    return person.key().credentialId().base64Url();
  }

  private Asked.Question question() {
    Asked asked = ceremony.ask(request, NOW);
    assertThat(asked).isInstanceOf(Asked.Question.class);
    return (Asked.Question) asked;
  }

  private String outcome(Asked.Question question, String answer) throws InvalidJson {
    var read = AssertionAnswer.read(Json.parse(Bytes.utf8(answer).toArray()));
    return switch (ceremony.answer(request, question.statement(), read, NOW)) {
      case Answered.Completed completed -> "completed";
      case Answered.Refused(var refusal) -> refusal.code();
    };
  }
}
