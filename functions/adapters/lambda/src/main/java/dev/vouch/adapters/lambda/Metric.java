package dev.vouch.adapters.lambda;

import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.fault.Unrecorded;
import java.util.Optional;

/** What an operator counts, by the names that CloudWatch shows. Each is a number of requests. */
public enum Metric {
  /** Answered 4xx. */
  REFUSALS("Refusals"),
  /** Answered 5xx. */
  FAULTS("Faults"),
  /** The first of an instance. */
  COLD_STARTS("ColdStarts"),
  /** AWS asked us to slow down. */
  UPSTREAM_THROTTLES("UpstreamThrottles"),
  /** A change and its record could not be written. */
  AUDIT_WRITE_FAILURES("AuditWriteFailures"),
  /** The function has no right to what the request needed. */
  PERMISSIONS_MISSING("PermissionsMissing");

  private final String title;

  Metric(String title) {
    this.title = title;
  }

  /** As CloudWatch shows it. */
  public String title() {
    return title;
  }

  /** Whether the request counts. */
  boolean counts(Answered answered, boolean cold) {
    int status = answered.response().status();
    return switch (this) {
      case REFUSALS -> status >= 400 && status < 500;
      case FAULTS -> status >= 500;
      case COLD_STARTS -> cold;
      case UPSTREAM_THROTTLES ->
          answered.response().code().equals("upstream_throttled")
              || isOf(answered.fault(), Unavailable.Kind.THROTTLED);
      case AUDIT_WRITE_FAILURES -> answered.fault().filter(Unrecorded::isIn).isPresent();
      case PERMISSIONS_MISSING -> isOf(answered.fault(), Unavailable.Kind.PERMISSION_MISSING);
    };
  }

  private static boolean isOf(Optional<RuntimeException> fault, Unavailable.Kind kind) {
    return fault.filter(f -> f instanceof Unavailable u && u.kind() == kind).isPresent();
  }
}
