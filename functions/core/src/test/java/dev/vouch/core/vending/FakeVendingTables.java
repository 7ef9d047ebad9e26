package dev.vouch.core.vending;

import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.audit.SealedBatch;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.secret.CountingRandom;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of a vend, in memory. */
public final class FakeVendingTables implements VendingReads, VendingRecords {
  private final Boundaries boundaries;
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, EnrolledKey> keys = new HashMap<>();
  private final Map<String, User> users = new HashMap<>();
  private final Map<Sha256, Policy> policies = new HashMap<>();
  private final Set<String> proofs = new HashSet<>();
  private final List<AuditEntry> entries = new ArrayList<>();
  private final AuditChain chain = new AuditChain("vend-aws", new CountingRandom());
  private @Nullable Sha256 active;

  public FakeVendingTables() {
    this(new Boundaries());
  }

  public FakeVendingTables(Boundaries boundaries) {
    this.boundaries = boundaries;
  }

  public void put(Session session) {
    sessions.put(session.id(), session);
  }

  public void put(EnrolledKey key) {
    keys.put(key.id(), key);
  }

  public void put(User user) {
    users.put(user.id().value(), user);
  }

  public void removeKey(String id) {
    keys.remove(id);
  }

  public void apply(Policy policy) {
    active = Sha256.of(PolicyJson.write(policy));
    policies.put(active, policy);
  }

  public void removePolicy() {
    active = null;
  }

  /** The records, in order. */
  public List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public Rows read(AccessToken token) {
    boundaries.enter("read");
    Rows rows =
        new Rows(
            new SessionEvidence.Rows(
                Optional.ofNullable(sessions.get(token.sessionId())),
                Optional.ofNullable(keys.get(token.key())),
                Optional.ofNullable(users.get(token.user().value()))),
            Optional.ofNullable(active));
    boundaries.leave();
    return rows;
  }

  @Override
  public PolicyIndex policy(Sha256 hash) {
    boundaries.enter("policy");
    Policy policy = policies.get(hash);
    if (policy == null) {
      throw new Unavailable("configuration table");
    }
    boundaries.leave();
    return new PolicyIndex(policy);
  }

  @Override
  public Recorded recordLive(Proof proof, String session, AuditEntry entry, Instant now) {
    boundaries.enter("recordLive");
    Session stored = sessions.get(session);
    if (stored == null || stored.revokedAt().isPresent() || !now.isBefore(stored.expiresAt())) {
      return new Recorded.SessionEnded();
    }
    return once(proof, entry, now);
  }

  @Override
  public Recorded recordOnce(Proof proof, AuditEntry entry, Instant now) {
    boundaries.enter("recordOnce");
    return once(proof, entry, now);
  }

  @Override
  public Receipt record(AuditEntry entry, Instant now) {
    boundaries.enter("record");
    Receipt receipt = write(entry, now);
    boundaries.leave();
    return receipt;
  }

  @Override
  public boolean use(Proof proof) {
    boundaries.enter("use");
    return proofs.add(proof.useKey());
  }

  private Recorded once(Proof proof, AuditEntry entry, Instant now) {
    if (!proofs.add(proof.useKey())) {
      return new Recorded.ProofUsed();
    }
    Receipt receipt = write(entry, now);
    boundaries.leave();
    return new Recorded.Written(receipt);
  }

  private Receipt write(AuditEntry entry, Instant now) {
    SealedBatch batch = chain.seal(List.of(entry), now);
    chain.committed(batch);
    entries.add(entry);
    return batch.receipts().getFirst();
  }
}
