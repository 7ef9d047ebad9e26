/**
 * The audit records, for reviewers. {@link dev.vouch.reviewaudit.Handler} is the Lambda entry point
 * and {@code Wiring} its parts; {@code CallerGate} lets the named AWS identities in and nobody
 * else; {@code AuditRoutes} shows the records byte for byte, so that a reviewer's own tool verifies
 * them.
 *
 * <p>This function may read the audit table and nothing else.
 */
@NullMarked
package dev.vouch.reviewaudit;

import org.jspecify.annotations.NullMarked;
