/**
 * What every AWS client here has in common: {@link dev.vouch.adapters.aws.OutboundCalls} bounds the
 * time and the retries of each call, {@link dev.vouch.adapters.aws.UpstreamCall} tells an
 * upstream's bad day from our own mistake. The clients themselves are built in the module of their
 * system, in one place each.
 */
@NullMarked
package dev.vouch.adapters.aws;

import org.jspecify.annotations.NullMarked;
