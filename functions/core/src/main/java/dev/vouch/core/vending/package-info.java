/**
 * How a credential is decided, recorded, minted and handed out.
 *
 * <p>{@link dev.vouch.core.vending.Vend} is the order of these steps, over three ports: {@link
 * dev.vouch.core.vending.VendingReads}, {@link dev.vouch.core.vending.VendingRecords} and {@link
 * dev.vouch.core.vending.Provider}. {@link dev.vouch.core.vending.Explain} makes the same decision
 * without minting, and {@link dev.vouch.core.vending.Preview} tells all that a credential would be
 * good for. {@link dev.vouch.core.vending.SessionPolicy} compiles what is granted into an AWS
 * session policy; the provider for Amazon ECR is in {@code ecr}. What may go wrong upstream is a
 * {@link dev.vouch.core.vending.MintRefusal}, what the policy refuses a {@link
 * dev.vouch.core.vending.VendRefusal}.
 */
@NullMarked
package dev.vouch.core.vending;

import org.jspecify.annotations.NullMarked;
