/**
 * Logins and sessions: {@code /oauth/*}, {@code /login/*} and {@code /session}.
 *
 * <p>{@link dev.vouch.authenticate.LoginRoutes} answers client and page before there is a session,
 * {@link dev.vouch.authenticate.TokenRoutes} hands sessions out and ends them, {@link
 * dev.vouch.authenticate.SessionRoute} describes one. The rules are in {@code core.login} and
 * {@code core.session}.
 */
@NullMarked
package dev.vouch.authenticate;

import org.jspecify.annotations.NullMarked;
