package dev.vouch.core.vending;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Decision;
import dev.vouch.core.policy.Question;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.SessionRequest.Use;
import dev.vouch.core.vending.VendingReads.Rows;
import java.time.Instant;

/**
 * Says what a vend would decide about one repository, and why. Nothing is minted, and nothing is
 * recorded but the use of the proof.
 */
public final class Explain {
  private final PublicBaseUrl base;
  private final VendingReads reads;
  private final VendingRecords records;

  public Explain(PublicBaseUrl base, VendingReads reads, VendingRecords records) {
    this.base = base;
    this.reads = reads;
    this.records = records;
  }

  /** What is asked about. */
  public record Wish(String registry, RepositoryName repository, Action action) {}

  /** The answer. */
  public sealed interface Explanation {
    record Decided(Decision decision) implements Explanation {}

    record Refused(Refusal why) implements Explanation {}
  }

  public Explanation explain(SessionRequest request, Wish wish, Instant now) {
    Rows rows = reads.read(request.token());
    return switch (request.check(rows.session(), base, now)) {
      case Use.Refused(Refusal why) -> new Explanation.Refused(why);
      case Use.Allowed allowed ->
          records.use(allowed.proof())
              ? decide(allowed, rows, wish)
              : new Explanation.Refused(new ProofRefusal.Replayed());
    };
  }

  private Explanation decide(Use.Allowed allowed, Rows rows, Wish wish) {
    return switch (Served.find(reads, rows.policy(), wish.registry())) {
      case Served.No(VendRefusal why) -> new Explanation.Refused(why);
      case Served.Yes served ->
          new Explanation.Decided(
              served
                  .policy()
                  .decide(
                      new Question(
                          Served.subject(allowed.user()),
                          served.registry(),
                          wish.repository(),
                          wish.action())));
    };
  }
}
