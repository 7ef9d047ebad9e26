/** Fakes and contract tests of the login's ports, shared with the adapters' tests. */
@NullMarked
package dev.vouch.core.login;

import org.jspecify.annotations.NullMarked;
