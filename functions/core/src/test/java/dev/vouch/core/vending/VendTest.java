package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.fault.Unavailable.Kind;
import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.TestDpopKey;
import dev.vouch.core.session.TestLogin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VendTest {
  private static final Instant NOW = VendScene.NOW;
  private static final String PATH = "/credentials/aws";

  private final VendScene scene = new VendScene();
  private final Boundaries boundaries = new Boundaries();
  private final FakeVendingTables tables = new FakeVendingTables(boundaries);
  private final FakeProvider provider = new FakeProvider(boundaries);
  private final Vend vend = new Vend(TestLogin.BASE, tables, tables, provider);

  @BeforeEach
  void fill() {
    scene.fill(tables);
  }

  @Test
  void issuesWhatIsGrantedForAsLongAsItIsGranted() {
    VendOutcome.Issued issued = issued(vend());
    assertThat(issued.username()).isEqualTo("AWS");
    assertThat(issued.secret()).isEqualTo(FakeProvider.SECRET);
    assertThat(issued.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(issued.refreshAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    assertThat(issued.scope().pull()).extracting(p -> p.text()).containsExactly("team-a/**");
    assertThat(issued.scope().push()).isEmpty();
  }

  @Test
  void recordsTheIntentInFullBeforeTheOutcome() {
    VendOutcome.Issued issued = issued(vend());
    assertThat(tables.entries())
        .extracting(AuditEntry::type)
        .containsExactly("credential.intended", "credential.issued");
    Map<String, ?> intent = tables.entries().getFirst().members();
    assertThat(intent.keySet())
        .containsExactly(
            "user",
            "key",
            "session",
            "login",
            "jkt",
            "registry",
            "provider",
            "policy",
            "grants",
            "denials",
            "scope",
            "expires_at",
            "idempotency_key");
    assertThat(intent.get("user")).isEqualTo("user@example.com");
    assertThat(intent.get("login")).isEqualTo(scene.session().login());
    assertThat(intent.get("jkt")).isEqualTo(scene.dpop().thumbprint());
    assertThat(intent.get("grants")).isEqualTo(List.of("platform-pulls"));
    assertThat(intent.get("scope")).isEqualTo(scope(List.of("team-a/**"), null));
    assertThat(intent.get("expires_at")).isEqualTo("2026-11-21T11:00:00Z");
    assertThat(intent.get("idempotency_key")).isEqualTo("one-attempt");
    Map<String, ?> outcome = tables.entries().getLast().members();
    assertThat(outcome.keySet())
        .containsExactly("intent", "secret_sha256", "upstream", "expires_at");
    assertThat(outcome.get("intent")).isEqualTo(provider.orders().getFirst().record());
    assertThat(outcome.get("secret_sha256")).isEqualTo(FakeProvider.SECRET.hash().base64Url());
    assertThat(issued.receipt().id()).isNotEqualTo(outcome.get("intent"));
  }

  @Test
  void neverRecordsTheSecret() {
    vend();
    assertThat(tables.entries().toString()).doesNotContain(FakeProvider.SECRET.reveal());
  }

  @Test
  void endsWithTheShortestGrant() {
    tables.apply(
        VendScene.policy(
            VendScene.pulls(),
            VendScene.grant(
                "short", "team-b/app", Duration.ofMinutes(5), EnumSet.allOf(Action.class))));
    assertThat(issued(vend()).expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void neverOutlivesTheSession() {
    Instant late = scene.session().expiresAt().minus(Duration.ofMinutes(10));
    assertThat(issued(vend(late)).expiresAt()).isEqualTo(scene.session().expiresAt());
  }

  @Test
  void endsWithTheUpstreamWhereThatIsEarlier() {
    Instant earlier = NOW.plusSeconds(120);
    provider.answers(order -> new Answer.Given<>(FakeProvider.minted(earlier)));
    assertThat(issued(vend()).expiresAt()).isEqualTo(earlier);
    assertThat(tables.entries().getLast().members().get("expires_at"))
        .isEqualTo(earlier.toString());
  }

  @Test
  void handsNothingOutThatHasEndedMeanwhile() {
    provider.answers(order -> new Answer.Given<>(FakeProvider.minted(NOW)));
    assertThat(failed(vend()).why().code()).isEqualTo("minted_too_late");
    assertThat(lastReason("credential.failed")).isEqualTo("minted_too_late");
  }

  @Test
  void refusesARegistryThatIsNotServed() {
    assertThat(refusal(vend("999999999999.dkr.ecr.us-east-1.amazonaws.com")))
        .isEqualTo("registry_not_served");
    assertThat(lastReason("credential.refused")).isEqualTo("registry_not_served");
  }

  @Test
  void refusesSomebodyWithoutAGrant() {
    tables.put(scene.userIn("visitors"));
    assertThat(refusal(vend())).isEqualTo("nothing_granted");
    assertThat(lastReason("credential.refused")).isEqualTo("nothing_granted");
  }

  @Test
  void refusesWhatADenialLeavesNothingOf() {
    tables.apply(VendScene.policy(VendScene.denial("team-a/**"), VendScene.pulls()));
    assertThat(refusal(vend())).isEqualTo("nothing_granted");
  }

  @Test
  void namesTheDenialsThatNarrowACredential() {
    tables.apply(VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls()));
    issued(vend());
    assertThat(tables.entries().getFirst().members().get("denials"))
        .isEqualTo(List.of("no-secrets"));
  }

  @Test
  void mintsAndRecordsOnlyWhatWasSelectedOfTheGrants() {
    VendOutcome.Issued issued = issued(vendWithin("team-a/app", Action.PULL));
    assertThat(issued.scope().pull()).extracting(p -> p.text()).containsExactly("team-a/app");
    assertThat(provider.orders().getFirst().entitlement()).isEqualTo(issued.scope());
    assertThat(tables.entries().getFirst().members().get("scope"))
        .isEqualTo(
            scope(
                List.of("team-a/app"),
                Map.of("repositories", List.of("team-a/app"), "actions", List.of("pull"))));
  }

  @Test
  void neverWidensToASelectionThatReachesFurtherThanTheGrants() {
    tables.apply(VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls()));
    VendOutcome.Issued issued = issued(vendWithin("team-a/**", Action.PULL, Action.PUSH));
    assertThat(issued.scope().pull()).extracting(p -> p.text()).containsExactly("team-a/**");
    assertThat(issued.scope().push()).isEmpty();
    assertThat(issued.scope().noPull())
        .extracting(p -> p.text())
        .containsExactly("team-a/secret/**");
  }

  @Test
  void refusesAScopeThatHoldsNothingThatIsGranted() {
    assertThat(refusal(vendWithin("team-b/app", Action.PULL))).isEqualTo("scope_empty");
    assertThat(lastReason("credential.refused")).isEqualTo("scope_empty");
    assertThat(tables.entries().getLast().members().get("selected"))
        .isEqualTo(Map.of("repositories", List.of("team-b/app"), "actions", List.of("pull")));
  }

  @Test
  void refusesAScopeOfWhichADenialLeavesNothing() {
    tables.apply(VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls()));
    assertThat(refusal(vendWithin("team-a/secret/keys", Action.PULL))).isEqualTo("scope_empty");
  }

  @Test
  void tellsSomebodyWithoutAGrantSoWhateverWasSelected() {
    tables.put(scene.userIn("visitors"));
    assertThat(refusal(vendWithin("team-a/app", Action.PULL))).isEqualTo("nothing_granted");
  }

  @Test
  void aPushGrantThatIsNotSelectedNeitherShortensNorRefusesThePull() {
    tables.apply(
        VendScene.policy(
            VendScene.pulls(),
            VendScene.grant(
                "short", "team-b/app", Duration.ofMinutes(5), EnumSet.allOf(Action.class))));
    VendOutcome.Issued issued = issued(vendWithin("team-a/**", Action.PULL));
    assertThat(issued.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(issued.scope().push()).isEmpty();
  }

  @Test
  void refusesWhileThereIsNoPolicy() {
    tables.removePolicy();
    assertThat(refusal(vend())).isEqualTo("no_policy");
  }

  @Test
  void refusesARevokedSession() {
    tables.put(scene.revoked());
    assertThat(refusal(vend())).isEqualTo("session_revoked");
    assertThat(lastReason("credential.refused")).isEqualTo("session_revoked");
  }

  @Test
  void refusesADisabledUser() {
    tables.put(scene.login().user(User.Status.DISABLED));
    assertThat(refusal(vend())).isEqualTo("user_disabled");
    assertThat(lastReason("credential.refused")).isEqualTo("user_disabled");
  }

  @Test
  void refusesASessionWhoseKeyWasRemoved() {
    tables.removeKey(scene.login().key().id());
    assertThat(refusal(vend())).isEqualTo("key_removed");
  }

  @Test
  void refusesASessionThatAnotherKeySigned() {
    TestLogin attacker = new TestLogin("user@example.com");
    tables.put(
        attacker.session(
            scene.token(),
            attacker.touch(scene.dpop().thumbprint(), NOW.minus(Duration.ofMinutes(1)))));
    assertThat(refusal(vend())).startsWith("evidence_");
    assertThat(provider.orders()).isEmpty();
  }

  @Test
  void refusesAProofUsedTwice() {
    SessionRequest request = scene.request(PATH, NOW);
    issued(vend.vend(request, wish(VendScene.HOST), InstantSource.fixed(NOW)));
    assertThat(refusal(vend.vend(request, wish(VendScene.HOST), InstantSource.fixed(NOW))))
        .isEqualTo("proof_replayed");
    assertThat(provider.orders()).hasSize(1);
  }

  @Test
  void recordsARefusalOnceForEachProof() {
    SessionRequest request = scene.request(PATH, NOW);
    Vend.Wish wish = wish("other.example.com");
    vend.vend(request, wish, InstantSource.fixed(NOW));
    assertThat(refusal(vend.vend(request, wish, InstantSource.fixed(NOW))))
        .isEqualTo("proof_replayed");
    assertThat(tables.entries()).hasSize(1);
  }

  @Test
  void mintsNothingForASessionThatEndsBeforeTheIntentIsWritten() {
    SessionRequest request = scene.request(PATH, NOW);
    VendingReads reads = new RevokingReads(tables, () -> tables.put(scene.revoked()));
    Vend racing = new Vend(TestLogin.BASE, reads, tables, provider);
    assertThat(refusal(racing.vend(request, wish(VendScene.HOST), InstantSource.fixed(NOW))))
        .isEqualTo("session_revoked");
    assertThat(boundaries.crossed()).doesNotContain("mint");
  }

  @Test
  void writesNothingForAStranger() {
    SessionRequest thief = scene.request(TestDpopKey.generate(), PATH, NOW);
    assertThat(refusal(vend.vend(thief, wish(VendScene.HOST), InstantSource.fixed(NOW))))
        .isEqualTo("proof_key_mismatch");
    VendScene other = new VendScene();
    assertThat(
            refusal(
                vend.vend(
                    other.request(PATH, NOW), wish(VendScene.HOST), InstantSource.fixed(NOW))))
        .isEqualTo("session_unknown");
    assertThat(boundaries.crossed()).containsExactly("read", "read");
  }

  static List<MintRefusal> mintRefusals() {
    return EveryMintRefusal.list();
  }

  @ParameterizedTest
  @MethodSource("mintRefusals")
  void recordsWhyNothingWasMinted(MintRefusal why) {
    provider.answers(order -> new Answer.Withheld<>(why));
    assertThat(failed(vend()).why()).isEqualTo(why);
    assertThat(lastReason("credential.failed")).isEqualTo(why.code());
    assertThat(tables.entries()).hasSize(2);
  }

  @Test
  void refusesWhatCannotBeMintedWithoutAnIntentOfIt() {
    provider.foresees(new MintRefusal.PackedPolicyTooLarge());
    assertThat(refusal(vend())).isEqualTo("packed_policy_too_large");
    assertThat(lastReason("credential.refused")).isEqualTo("packed_policy_too_large");
    assertThat(tables.entries()).hasSize(1);
    assertThat(provider.orders()).isEmpty();
  }

  @Test
  void recordsAFaultOfTheProviderAndThrowsItOn() {
    IllegalStateException fault = new IllegalStateException("scripted");
    provider.answers(order -> {
      throw fault;
    });
    assertThatThrownBy(this::vend).isSameAs(fault);
    assertThat(lastReason("credential.failed")).isEqualTo("fault");
  }

  @Test
  void recordsThatTheFunctionLacksARight() {
    Unavailable fault =
        new Unavailable("the issuer key", Kind.PERMISSION_MISSING, "kms:Sign", null);
    provider.answers(order -> {
      throw fault;
    });
    assertThatThrownBy(this::vend).isSameAs(fault);
    assertThat(lastReason("credential.failed")).isEqualTo("permission_missing");
  }

  private String lastReason(String type) {
    AuditEntry last = tables.entries().getLast();
    assertThat(last.type()).isEqualTo(type);
    return String.valueOf(last.members().get("reason"));
  }

  private VendOutcome vend() {
    return vend(NOW);
  }

  private VendOutcome vend(Instant now) {
    return vend.vend(scene.request(PATH, now), wish(VendScene.HOST), InstantSource.fixed(now));
  }

  private VendOutcome vend(String host) {
    return vend.vend(scene.request(PATH, NOW), wish(host), InstantSource.fixed(NOW));
  }

  private static Vend.Wish wish(String host) {
    return new Vend.Wish(host, Optional.empty(), Optional.of("one-attempt"));
  }

  private static Map<String, @Nullable Object> scope(List<String> pull, @Nullable Object selected) {
    Map<String, @Nullable Object> scope = new LinkedHashMap<>();
    scope.put("pull", pull);
    scope.put("push", List.of());
    scope.put("selected", selected);
    return scope;
  }

  private VendOutcome vendWithin(String repositories, Action... actions) {
    Selection selection =
        new Selection(
            List.of(RepositoryPattern.parse(repositories).orElseThrow()), Set.of(actions));
    return vend.vend(
        scene.request(PATH, NOW),
        new Vend.Wish(VendScene.HOST, Optional.of(selection), Optional.of("one-attempt")),
        InstantSource.fixed(NOW));
  }

  private static VendOutcome.Issued issued(VendOutcome outcome) {
    assertThat(outcome).isInstanceOf(VendOutcome.Issued.class);
    return (VendOutcome.Issued) outcome;
  }

  private static VendOutcome.Failed failed(VendOutcome outcome) {
    assertThat(outcome).isInstanceOf(VendOutcome.Failed.class);
    return (VendOutcome.Failed) outcome;
  }

  private static String refusal(VendOutcome outcome) {
    assertThat(outcome).isInstanceOf(VendOutcome.Refused.class);
    return ((VendOutcome.Refused) outcome).why().code();
  }
}
