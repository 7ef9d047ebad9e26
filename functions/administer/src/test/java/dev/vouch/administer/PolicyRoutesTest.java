package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyRoutesTest {
  private static final String POLICY =
      """
      registries:
        - host: 123456789012.dkr.ecr.us-east-1.amazonaws.com
          provider: ecr
          role: arn:aws:iam::123456789012:role/vouch-registry
      """;

  private final Deployment deployment = new Deployment();

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void appliesAndShowsAPolicyByteForByte() throws InvalidJson {
    JsonObject applied = deployment.send("apply-policy").json();
    assertThat(applied.toMap()).containsOnlyKeys("hash", "applied_at", "changed");
    assertThat(applied.bool("changed")).isTrue();
    JsonObject shown = deployment.send("show-policy").json();
    assertThat(shown.toMap()).containsOnlyKeys("hash", "applied_at", "applied_by", "source");
    assertThat(shown.string("hash")).isEqualTo(applied.string("hash"));
    assertThat(shown.string("applied_at")).isEqualTo(applied.string("applied_at"));
    assertThat(shown.string("applied_by"))
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/vouch-admin/alice");
    assertThat(shown.string("source")).startsWith("registries:\n  - host: 123456789012.dkr");
    JsonObject record = deployment.audited().getFirst();
    assertThat(record.string("type")).isEqualTo("policy.applied");
    assertThat(record.string("hash")).isEqualTo(applied.string("hash"));
  }

  @Test
  void writesNothingForTheSameFile() throws InvalidJson {
    deployment.send("apply-policy");
    assertThat(deployment.send("apply-policy").json().bool("changed")).isFalse();
    assertThat(deployment.audited()).hasSize(1);
  }

  @Test
  void keepsTheHashWhereOnlyACommentChanges() throws InvalidJson {
    String hash = apply(POLICY).json().string("hash");
    JsonObject commented = apply("# reviewed\n" + POLICY).json();
    assertThat(commented.string("hash")).isEqualTo(hash);
    assertThat(commented.bool("changed")).isTrue();
    assertThat(deployment.send("show-policy").json().string("source")).startsWith("# reviewed");
  }

  @Test
  void refusesAPolicyWithEachOfItsProblemsAndTheirLines() throws InvalidJson {
    Answer answer =
        apply(POLICY + "grants:\n  - name: a\n    when: {touched_within: 5m}\nextra: 1\n");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("policy_invalid");
    assertThat(answer.json().objects("problems"))
        .extracting(problem -> problem.toMap().get("line"))
        .contains(7, 8);
    assertThat(answer.json().objects("problems").getFirst().toMap())
        .containsOnlyKeys("path", "code", "message", "line");
    assertThat(deployment.send("show-policy").code()).isEqualTo("policy_missing");
  }

  @Test
  void refusesARepositoryPatternThatIamWouldReadAsWider() throws InvalidJson {
    Answer answer = deployment.send("apply-policy-policy-invalid");
    assertThat(answer.status()).isEqualTo(422);
    JsonObject problem = answer.json().objects("problems").getFirst();
    assertThat(problem.string("path")).isEqualTo("grants[0].repositories[0]");
    assertThat(problem.string("code")).isEqualTo("wrong_repository");
    assertThat(problem.integer("line")).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: [b' | not_yaml | 1",
        "'a: 1\n\tb: 2' | not_yaml | 2",
        "'a: &x 1' | anchor_not_allowed | 1",
        "'a: !!str 1' | tag_not_allowed | 1",
        "'a: 1\n---\nb: 2' | second_document | 2"
      })
  void refusesAFileThatCannotBeRead(String file, String code, int line) throws InvalidJson {
    Answer answer = apply(file);
    assertThat(answer.code()).isEqualTo("policy_invalid");
    assertThat(answer.json().objects("problems")).hasSize(1);
    JsonObject problem = answer.json().objects("problems").getFirst();
    assertThat(problem.string("code")).isEqualTo(code);
    assertThat(problem.integer("line")).isEqualTo(line);
  }

  @Test
  void takesAFileOf64KiBAndNoMore() {
    String comment = "#" + " ".repeat(Request.MAX_BODY - POLICY.length() - 2) + "\n";
    assertThat(apply(comment + POLICY).status()).isEqualTo(200);
    Answer answer = apply(" " + comment + POLICY);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("body_too_large");
  }

  @Test
  void hasNothingToShowAtFirst() {
    Answer answer = deployment.send("show-policy");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("policy_missing");
  }

  private Answer apply(String file) {
    SampleEvent event = Deployment.event("apply-policy").withBody(file);
    return deployment.send(event);
  }
}
