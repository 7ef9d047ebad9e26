package dev.vouch.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.adapters.lambda.testing.RefusedEvents;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.adapters.lambda.testing.TestLog;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Registry;
import dev.vouch.core.registry.EcrHost;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.DeadSessions;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.SessionEvidence.Rows;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.session.TestDpopKey;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.session.WrongProofs;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CatalogueRouteTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String URL = "https://vouch.example.com/catalogue";
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  private final TestLogin login = new TestLogin("user@example.com");
  private final TestDpopKey dpop = TestDpopKey.generate();
  private final AccessToken token = login.token();
  private User user = login.user();
  private Optional<DeadSessions.Rows> dead = Optional.empty();
  private Optional<PolicyIndex> policy = Optional.of(new PolicyIndex(policy()));

  private final SessionRows rows =
      new SessionRows() {
        private final Set<String> used = new HashSet<>();

        @Override
        public Rows read(AccessToken asked) {
          if (dead.isPresent()) {
            return new Rows(dead.get().session(), dead.get().key(), dead.get().user());
          }
          return new Rows(
              Optional.of(login.session(token, login.touch(dpop.thumbprint(), NOW))),
              Optional.of(login.key()),
              Optional.of(user));
        }

        @Override
        public boolean useOnce(Proof proof) {
          return used.add(proof.useKey());
        }
      };

  @Test
  void listsTheRegistriesOfThePolicyInForce() throws Exception {
    JsonObject registry = send(event()).json().objects("registries").getFirst();
    assertThat(registry.string("host")).isEqualTo(HOST);
    assertThat(registry.string("provider")).isEqualTo("ecr");
    assertThat(registry.string("endpoint")).isEqualTo("/credentials/aws");
    assertThat(registry.string("anonymous")).isEqualTo("deny");
    assertThat(registry.has("role")).isFalse();
  }

  @Test
  void listsNothingBeforeAPolicyWasApplied() throws Exception {
    policy = Optional.empty();
    assertThat(send(event()).json().objects("registries")).isEmpty();
  }

  @Test
  void refusesAProofUsedTwice() {
    SampleEvent event = event();
    assertThat(send(event).status()).isEqualTo(200);
    assertThat(send(event).code()).isEqualTo("proof_replayed");
  }

  @Test
  void refusesADisabledUser() {
    user = login.user(User.Status.DISABLED);
    assertThat(send(event()).code()).isEqualTo("user_disabled");
  }

  @Test
  void refusesEachEventAsItsNameSaysAndUsesNoProofUp() {
    String secret = token.token().reveal();
    String proof = dpop.proof("GET", URL, NOW).accessToken(secret).sign();
    RefusedEvents.assertRefused("discover", event -> send(event.live(secret, proof)));
    assertThat(send(SampleEvent.read("discover/catalogue").live(secret, proof)).status())
        .isEqualTo(200);
  }

  @Test
  void refusesEveryWrongProofAndNoneThatIsAMinuteOff() {
    var proofs = new WrongProofs(dpop, "GET", URL, Optional.of(token.token().reveal()), NOW);
    for (WrongProofs.Wrong wrong : proofs.all()) {
      assertRefused(event().withHeader("DPoP", wrong.proof()), wrong.code());
    }
    for (String proof : proofs.skewed()) {
      assertThat(send(event().withHeader("DPoP", proof)).status()).isEqualTo(200);
    }
  }

  @Test
  void refusesEverySessionThatIsNotLive() {
    for (DeadSessions.Rows rows : DeadSessions.of(dpop.thumbprint(), NOW)) {
      dead = Optional.of(rows);
      assertRefused(event(rows.token()), rows.code());
    }
  }

  private void assertRefused(SampleEvent event, String code) {
    Answer answer = send(event);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(401);
  }

  private SampleEvent event() {
    return event(token);
  }

  private SampleEvent event(AccessToken of) {
    String secret = of.token().reveal();
    return SampleEvent.read("discover/catalogue")
        .live(secret, dpop.proof("GET", URL, NOW).accessToken(secret).sign());
  }

  private Answer send(SampleEvent event) {
    CatalogueRoute route =
        new CatalogueRoute(new SessionGate(TestLogin.BASE), rows, () -> policy, () -> NOW);
    return event.sendTo(new LambdaFunction(List.of(route.route()), TestLog.silent()));
  }

  private static Policy policy() {
    Registry registry =
        new Registry(
            EcrHost.parse(HOST).orElseThrow(),
            "arn:aws:iam::123456789012:role/vouch-registry",
            Registry.Anonymous.DENY);
    return new Policy(List.of(registry), List.of(), List.of());
  }
}
