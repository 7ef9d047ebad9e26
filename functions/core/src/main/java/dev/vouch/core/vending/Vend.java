package dev.vouch.core.vending;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.session.EvidenceRefusal;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.SessionRequest.Use;
import dev.vouch.core.vending.Provider.Minted;
import dev.vouch.core.vending.Provider.Order;
import dev.vouch.core.vending.VendingReads.Rows;
import dev.vouch.core.vending.VendingRecords.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A vend: decide, record, mint, record, hand out.
 *
 * <p>Guarantee: a secret leaves only after the intent, and then the outcome with the secret's hash,
 * have been written. Where a write fails, a fault leaves and the secret does not.
 */
public final class Vend {
  private final PublicBaseUrl base;
  private final VendingReads reads;
  private final VendingRecords records;
  private final Provider provider;

  public Vend(PublicBaseUrl base, VendingReads reads, VendingRecords records, Provider provider) {
    this.base = base;
    this.reads = reads;
    this.records = records;
    this.provider = provider;
  }

  /**
   * What is asked for.
   *
   * @param registry the host as the client wrote it; it is recorded when it is refused
   * @param selection narrows the credential; without one it is good for all that is allowed
   * @param idempotencyKey the same for each attempt at one credential
   */
  public record Wish(
      String registry, Optional<Selection> selection, Optional<String> idempotencyKey) {}

  /** All that stands before the intent is written. */
  private record Plan(
      Use.Allowed allowed, Served.Yes served, Entitlement entitlement, Instant expiresAt) {}

  /**
   * Vends.
   *
   * @param clock asked again after minting, which takes its time
   */
  public VendOutcome vend(SessionRequest request, Wish wish, InstantSource clock) {
    Instant now = clock.instant();
    Rows rows = reads.read(request.token());
    return switch (request.check(rows.session(), base, now)) {
      case Use.Refused(Refusal why) -> refuse(request, rows, wish, why, now);
      case Use.Allowed allowed -> decide(allowed, rows, wish, now, clock);
    };
  }

  /** Recorded only if the proof shows that it is the session's holder who asks. */
  private VendOutcome refuse(
      SessionRequest request, Rows rows, Wish wish, Refusal why, Instant now) {
    Optional<Session> holders =
        rows.session()
            .session()
            .filter(session -> request.proof().boundTo(session.jkt()).isEmpty());
    if (holders.isEmpty()) {
      return new VendOutcome.Refused(why);
    }
    AuditEntry entry = VendEntries.refused(holders.get(), wish, why.code());
    return refused(records.recordOnce(request.proof(), entry, now), why);
  }

  private VendOutcome decide(
      Use.Allowed allowed, Rows rows, Wish wish, Instant now, InstantSource clock) {
    return switch (Served.find(reads, rows.policy(), wish.registry())) {
      case Served.No(VendRefusal why) -> refuse(allowed, wish, why, now);
      case Served.Yes served -> {
        Entitlement entitlement = served.entitlement(allowed.user(), wish.selection());
        yield entitlement
            .lifetime()
            .map(lifetime -> end(now, lifetime.duration(), allowed.session()))
            .map(end -> foresee(new Plan(allowed, served, entitlement, end), wish, now, clock))
            .orElseGet(() -> refuse(allowed, wish, served.whyNothing(allowed.user()), now));
      }
    };
  }

  /** What cannot be minted is refused, and no intent of it is written. */
  private VendOutcome foresee(Plan plan, Wish wish, Instant now, InstantSource clock) {
    return provider
        .foresee(plan.entitlement(), plan.expiresAt())
        .map(why -> refuse(plan.allowed(), wish, why, now))
        .orElseGet(() -> intend(plan, wish, now, clock));
  }

  private VendOutcome refuse(Use.Allowed allowed, Wish wish, Refusal why, Instant now) {
    AuditEntry entry = VendEntries.refused(allowed.session(), wish, why.code());
    return refused(records.recordOnce(allowed.proof(), entry, now), why);
  }

  private static VendOutcome refused(Recorded recorded, Refusal why) {
    return switch (recorded) {
      case Recorded.Written(Receipt receipt) -> new VendOutcome.Refused(why);
      case Recorded.ProofUsed() -> new VendOutcome.Refused(new ProofRefusal.Replayed());
      case Recorded.SessionEnded() -> new VendOutcome.Refused(new EvidenceRefusal.SessionRevoked());
    };
  }

  private static Instant end(Instant now, Duration lifetime, Session session) {
    Instant granted = now.plus(lifetime);
    Instant end = granted.isBefore(session.expiresAt()) ? granted : session.expiresAt();
    return end.truncatedTo(ChronoUnit.SECONDS);
  }

  private VendOutcome intend(Plan plan, Wish wish, Instant now, InstantSource clock) {
    Session session = plan.allowed().session();
    AuditEntry entry =
        VendEntries.intended(session, plan.served(), plan.entitlement(), plan.expiresAt(), wish);
    Recorded recorded = records.recordLive(plan.allowed().proof(), session.id(), entry, now);
    return switch (recorded) {
      case Recorded.Written(Receipt intent) -> mint(plan, intent, now, clock);
      case Recorded.ProofUsed() -> new VendOutcome.Refused(new ProofRefusal.Replayed());
      case Recorded.SessionEnded() -> new VendOutcome.Refused(new EvidenceRefusal.SessionRevoked());
    };
  }

  private VendOutcome mint(Plan plan, Receipt intent, Instant now, InstantSource clock) {
    Order order =
        new Order(intent.id(), plan.allowed().session(), plan.entitlement(), now, plan.expiresAt());
    return switch (minted(order, intent, clock)) {
      case Answer.Withheld<Minted>(MintRefusal why) -> fail(intent, why, clock);
      case Answer.Given<Minted>(Minted minted) -> issue(plan, intent, minted, clock);
    };
  }

  private Answer<Minted> minted(Order order, Receipt intent, InstantSource clock) {
    try {
      return provider.mint(order);
    } catch (RuntimeException fault) {
      try {
        records.record(VendEntries.failed(intent, code(fault)), clock.instant());
      } catch (RuntimeException second) {
        fault.addSuppressed(second);
      }
      throw fault;
    }
  }

  private static String code(RuntimeException fault) {
    return fault instanceof Unavailable unavailable ? unavailable.code() : "fault";
  }

  private VendOutcome fail(Receipt intent, MintRefusal why, InstantSource clock) {
    records.record(VendEntries.failed(intent, why.code()), clock.instant());
    return new VendOutcome.Failed(why);
  }

  private VendOutcome issue(Plan plan, Receipt intent, Minted minted, InstantSource clock) {
    Instant now = clock.instant();
    Instant end =
        minted.expiresAt().isBefore(plan.expiresAt()) ? minted.expiresAt() : plan.expiresAt();
    if (!now.isBefore(end)) {
      return fail(intent, new MintRefusal.TooLate(), clock);
    }
    Receipt receipt = records.record(VendEntries.issued(intent, minted, end), now);
    Instant refresh = now.plus(Duration.between(now, end).dividedBy(2));
    return new VendOutcome.Issued(
        plan.served().registry().host().text(),
        minted.username(),
        minted.secret(),
        end,
        refresh,
        plan.entitlement(),
        receipt);
  }
}
