/**
 * Logging in: from the client's request to the code that it exchanges for a session.
 *
 * <p>{@link dev.vouch.core.login.AuthorizationRequest} is what the client asks, {@link
 * dev.vouch.core.login.LoginCeremony} what happens on the page, {@link
 * dev.vouch.core.login.CodeExchange} how the client gets its session. Ports: {@link
 * dev.vouch.core.login.Logins} and {@link dev.vouch.core.login.LoginCodes}.
 */
@NullMarked
package dev.vouch.core.login;

import org.jspecify.annotations.NullMarked;
