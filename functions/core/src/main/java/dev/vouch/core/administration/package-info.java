/**
 * What an administrator may do, and who is one. {@link dev.vouch.core.administration.Authority}
 * judges the caller; {@link dev.vouch.core.administration.UserAdministration}, {@link
 * dev.vouch.core.administration.SessionAdministration} and {@link
 * dev.vouch.core.administration.PolicyAdministration} hold the rules; {@link
 * dev.vouch.core.administration.Directory}, {@link dev.vouch.core.administration.SessionRegister}
 * and {@link dev.vouch.core.administration.PolicyHistory} are the ports to what is stored. Every
 * change is written together with its audit record, or not at all.
 */
@NullMarked
package dev.vouch.core.administration;

import org.jspecify.annotations.NullMarked;
