/**
 * AWS Signature Version 4, the receiving side.
 *
 * <p>{@link dev.vouch.local.signature.ReceivedRequest} is what came in, {@link
 * dev.vouch.local.signature.SignatureV4} checks it for one service, and {@link
 * dev.vouch.local.signature.AccessKeys} holds the keys that are known. The gateway (service
 * execute-api) and the emulated AWS services use the same class.
 */
@NullMarked
package dev.vouch.local.signature;

import org.jspecify.annotations.NullMarked;
