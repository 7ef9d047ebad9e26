/**
 * Emulated STS, ECR and KMS of one account in one region, that check what AWS checks and answer
 * with AWS's own error codes.
 *
 * <p>{@link dev.vouch.local.aws.EmulatedAws} is the endpoint: it tells the services apart, checks
 * the signature and lets {@link dev.vouch.local.aws.Sts}, {@link dev.vouch.local.aws.Ecr} or {@link
 * dev.vouch.local.aws.Kms} answer. {@link dev.vouch.local.aws.Account} holds who exists, {@link
 * dev.vouch.local.aws.Permissions} asks the policies, {@link dev.vouch.local.aws.RegistryTokens}
 * ties a registry token to the identity that asked for it.
 *
 * <p>What this cannot show: that AWS reaches the issuer from the internet (here it is http on
 * loopback with a port, which AWS refuses to register), AWS's way of packing a session policy (its
 * algorithm is not public; here it is deflated), and the split of privileges between the functions
 * (they share one signing key here, because the SDK's settings belong to the process).
 */
@NullMarked
package dev.vouch.local.aws;

import org.jspecify.annotations.NullMarked;
