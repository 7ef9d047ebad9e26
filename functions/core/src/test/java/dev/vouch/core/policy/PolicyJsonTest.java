package dev.vouch.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PolicyJsonTest {
  @Test
  void writesCanonicalJson() {
    assertThat(text(Documents.policy(Documents.good())))
        .isEqualTo(
            """
            {"registries":[{"host":"123456789012.dkr.ecr.us-east-1.amazonaws.com",\
            "provider":"ecr","role":"arn:aws:iam::123456789012:role/vouch-registry",\
            "anonymous":"deny"}],\
            "grants":[{"name":"pulls","owner":"platform@example.com",\
            "to":{"groups":["platform"]},\
            "registry":"123456789012.dkr.ecr.us-east-1.amazonaws.com",\
            "repositories":["team-a/**"],"actions":["pull"],"lifetime":"3600s"},\
            {"name":"pushes","to":{"users":["ann@example.com"]},\
            "registry":"123456789012.dkr.ecr.us-east-1.amazonaws.com",\
            "repositories":["team-a/service","team-b"],"actions":["pull","push"],\
            "lifetime":"300s"}],\
            "denials":[{"name":"secrets","owner":"security@example.com","to":"everyone",\
            "registry":"*","repositories":["team-a/secret/**"],"actions":["pull","push"]}]}\
            """);
  }

  @Test
  void readsBackWhatItWrote() {
    for (long seed = 0; seed < 2_000; seed++) {
      Policy policy = new RandomPolicies(seed).policy();
      byte[] stored = PolicyJson.write(policy);
      assertThat(PolicyJson.read(stored)).as("seed %d", seed).isEqualTo(policy);
      assertThat(PolicyJson.write(PolicyJson.read(stored))).isEqualTo(stored);
    }
  }

  @Test
  void readsNothingElse() {
    byte[] good = PolicyJson.write(Documents.policy(Documents.good()));
    String text = new String(good, StandardCharsets.UTF_8);
    for (String other :
        new String[] {
          "", "[]", "{}", text + " {}", text.replace("3600s", "1s"), text.replace("\"to\"", "\"x\"")
        }) {
      assertThatThrownBy(() -> PolicyJson.read(other.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("stored policy");
    }
  }

  private static String text(Policy policy) {
    return new String(PolicyJson.write(policy), StandardCharsets.UTF_8);
  }
}
