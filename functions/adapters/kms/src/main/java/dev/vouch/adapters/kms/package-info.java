/**
 * AWS KMS: {@link dev.vouch.adapters.kms.KmsIssuerKey} signs web-identity tokens, {@link
 * dev.vouch.adapters.kms.KmsChallengeMac} authenticates what travels through the browser. {@link
 * dev.vouch.adapters.kms.KmsClients} is the one place that builds a client.
 */
@NullMarked
package dev.vouch.adapters.kms;

import org.jspecify.annotations.NullMarked;
