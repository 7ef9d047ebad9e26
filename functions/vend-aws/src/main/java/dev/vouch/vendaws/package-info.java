/**
 * Credentials of private ECR registries. {@link dev.vouch.vendaws.Handler} is the Lambda entry
 * point and {@code Wiring} its parts; {@code CredentialRoute}, {@code ExplainRoute} and {@code
 * PreviewRoute} translate between HTTP and the rules in {@link dev.vouch.core.vending}; {@code
 * Refusals} gives each refusal its status.
 *
 * <p>This function may read sessions, users, keys and the policy, use proofs up, append audit
 * records and sign with the issuer key. It may change nobody's right to log in.
 */
@NullMarked
package dev.vouch.vendaws;

import org.jspecify.annotations.NullMarked;
