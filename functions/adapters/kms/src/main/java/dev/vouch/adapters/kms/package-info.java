/**
 * AWS KMS: keys that no function ever holds. {@link dev.vouch.adapters.kms.KmsClients} is the one
 * place that builds a client; {@link dev.vouch.adapters.kms.KmsChallengeMac} is the challenge key.
 */
@NullMarked
package dev.vouch.adapters.kms;

import org.jspecify.annotations.NullMarked;
