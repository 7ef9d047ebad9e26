/**
 * The Lambda front of every function: an API Gateway REST proxy event in, a response out. {@link
 * dev.vouch.adapters.lambda.LambdaFunction} finds the {@link dev.vouch.adapters.lambda.Route},
 * which answers a {@link dev.vouch.adapters.lambda.Request}; every refusal leaves as a {@link
 * dev.vouch.adapters.lambda.Problem} (RFC 9457).
 */
@NullMarked
package dev.vouch.adapters.lambda;

import org.jspecify.annotations.NullMarked;
