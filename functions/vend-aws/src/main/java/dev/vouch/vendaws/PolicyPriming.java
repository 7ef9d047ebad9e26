package dev.vouch.vendaws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.policy.Subject;
import dev.vouch.core.vending.SessionPolicy;
import dev.vouch.core.vending.SessionPolicyResult;
import java.time.Instant;
import java.util.Set;

/** Reads a small policy, asks it what somebody may do, and compiles that for AWS. */
final class PolicyPriming {
  private static final String POLICY =
      """
      {"registries":[{"host":"123456789012.dkr.ecr.us-east-1.amazonaws.com","provider":"ecr",
        "role":"arn:aws:iam::123456789012:role/example"}],
       "grants":[{"name":"example","to":{"groups":["example"]},
        "registry":"123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "repositories":["example/**","example"],"actions":["pull","push"],"lifetime":"1h"}],
       "denials":[{"name":"example-denial","to":"everyone","registry":"*",
        "repositories":["example/denied/**"],"actions":["push"]}]}
      """;

  private PolicyPriming() {}

  /**
   * Runs it.
   *
   * @throws IllegalStateException when the policy grants nothing that AWS takes
   */
  static void run() {
    PolicyIndex policy = new PolicyIndex(PolicyJson.read(POLICY.getBytes(UTF_8)));
    var subject = new Subject(new UserId("user@example.com"), Set.of("example"));
    Entitlement entitlement = policy.entitlement(subject, policy.registries().getFirst());
    SessionPolicyResult compiled = SessionPolicy.compile(entitlement, Instant.EPOCH);
    if (!(compiled instanceof SessionPolicyResult.Compiled)) {
      throw new IllegalStateException("the example is refused: " + compiled);
    }
  }
}
