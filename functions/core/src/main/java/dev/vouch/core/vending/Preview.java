package dev.vouch.core.vending;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.SessionRequest.Use;
import dev.vouch.core.vending.VendingReads.Rows;
import java.time.Instant;
import java.util.Optional;

/**
 * Says what a credential for a registry would be good for now. Nothing is minted, and nothing is
 * recorded but the use of the proof.
 */
public final class Preview {
  private final PublicBaseUrl base;
  private final VendingReads reads;
  private final VendingRecords records;

  public Preview(PublicBaseUrl base, VendingReads reads, VendingRecords records) {
    this.base = base;
    this.reads = reads;
    this.records = records;
  }

  /**
   * What is asked about.
   *
   * @param selection what a credential would be narrowed to
   */
  public record Wish(String registry, Optional<Selection> selection) {}

  /** The answer. */
  public sealed interface Previewed {
    /** May be empty: that nothing is allowed is an answer here, and no refusal. */
    record Shown(Entitlement entitlement) implements Previewed {}

    record Refused(Refusal why) implements Previewed {}
  }

  public Previewed preview(SessionRequest request, Wish wish, Instant now) {
    Rows rows = reads.read(request.token());
    return switch (request.check(rows.session(), base, now)) {
      case Use.Refused(Refusal why) -> new Previewed.Refused(why);
      case Use.Allowed allowed ->
          records.use(allowed.proof())
              ? show(allowed, rows, wish)
              : new Previewed.Refused(new ProofRefusal.Replayed());
    };
  }

  private Previewed show(Use.Allowed allowed, Rows rows, Wish wish) {
    return switch (Served.find(reads, rows.policy(), wish.registry())) {
      case Served.No(VendRefusal why) -> new Previewed.Refused(why);
      case Served.Yes served ->
          new Previewed.Shown(served.entitlement(allowed.user(), wish.selection()));
    };
  }
}
