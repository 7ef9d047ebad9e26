/** Fakes and contract tests of the session's ports, shared with the adapters' tests. */
@NullMarked
package dev.vouch.core.session;

import org.jspecify.annotations.NullMarked;
