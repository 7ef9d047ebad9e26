package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.Optional;

/** The policies that were applied: immutable documents by hash, one of which is active. */
public interface PolicyHistory {
  Optional<Applied> active();

  /**
   * Stores the document and makes it the active one, together with the audit record, or nothing.
   *
   * @param previous the hash of the policy that was active when this change was decided
   * @return false where another policy is active by now
   */
  boolean activate(
      Document document, Optional<Sha256> previous, String actor, AuditEntry entry, Instant now);

  /**
   * A policy in both its forms.
   *
   * @param hash names it everywhere
   * @param compiled what decisions are made from
   * @param source the file as the administrator sent it
   */
  record Document(Sha256 hash, Bytes compiled, Bytes source) {}

  /** The active policy. */
  record Applied(Document document, Instant at, String actor) {}
}
