/**
 * Append-only records in hash chains. A writer seals each entry to the exact bytes that are stored;
 * see {@link dev.vouch.core.audit.AuditChain}.
 */
@NullMarked
package dev.vouch.core.audit;

import org.jspecify.annotations.NullMarked;
