package dev.vouch.local.bench;

import dev.vouch.adapters.system.SecureRandomSource;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.SealedBatch;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Grant;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Subject;
import dev.vouch.core.session.ProofResult;
import dev.vouch.core.session.ProofVerifier;
import dev.vouch.core.session.ProofVerifier.ProvenRequest;
import dev.vouch.core.session.SessionEvidence;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.SessionPolicy;
import dev.vouch.core.vending.SessionPolicyResult;
import dev.vouch.core.vending.VendScene;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parts of a vend that are rules: what the server computes between its calls. */
@State(Scope.Thread)
public class Vends {
  private static final String URL = TestLogin.BASE.resolve("/credentials/aws");
  private static final Instant NOW = VendScene.NOW;

  private final VendScene scene = new VendScene();
  private final Entitlement entitlement = entitlement();
  private final ProvenRequest proven = proven();
  private final SessionEvidence.Rows rows =
      new SessionEvidence.Rows(
          Optional.of(scene.session()),
          Optional.of(scene.login().key()),
          Optional.of(scene.login().user()));
  private final AuditChain chain = new AuditChain("vend-aws", new SecureRandomSource());
  private final AuditEntry entry =
      AuditEntry.of("credential.intended")
          .with("user", "user@example.com")
          .with("session", scene.session().id())
          .with("registry", VendScene.HOST)
          .with("grants", List.of("platform-pulls", "release-pushes"))
          .with("expires_at", NOW.toString());

  /** RFC 9449 §4.3, all checks, the signature among them. */
  @Benchmark
  public ProofResult proof() {
    return ProofVerifier.verify(proven, NOW);
  }

  /** The touch behind the session, verified again. */
  @Benchmark
  public SessionEvidence.Checked evidence() {
    return SessionEvidence.check(rows, TestLogin.BASE, NOW);
  }

  /** The session policy of five grants. */
  @Benchmark
  public SessionPolicyResult sessionPolicy() {
    return SessionPolicy.compile(entitlement, NOW.plus(Duration.ofHours(1)));
  }

  /** One audit record: its bytes and their hash. */
  @Benchmark
  public SealedBatch auditRecord() {
    SealedBatch batch = chain.seal(List.of(entry), NOW);
    chain.committed(batch);
    return batch;
  }

  private ProvenRequest proven() {
    String token = scene.token().token().reveal();
    String proof = scene.dpop().proof("POST", URL, NOW).accessToken(token).sign();
    return new ProvenRequest(List.of(proof), "POST", URL, Optional.of(scene.token().token()));
  }

  private static Entitlement entitlement() {
    Grant[] grants =
        IntStream.range(0, 5)
            .mapToObj(i ->
                VendScene.grant(
                    "grant-" + i,
                    "team-" + i + "/**",
                    Duration.ofHours(1),
                    i == 0 ? EnumSet.allOf(Action.class) : EnumSet.of(Action.PULL)))
            .toArray(Grant[]::new);
    return new PolicyIndex(VendScene.policy(VendScene.denial("team-0/secret/**"), grants))
        .entitlement(
            new Subject(new VendScene().login().user().id(), Set.of("platform")),
            VendScene.registry());
  }
}
