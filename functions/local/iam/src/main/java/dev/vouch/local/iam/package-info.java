/**
 * The part of IAM's policy semantics that the local stack and the property tests of the session
 * policy need, exact or refused: what this evaluator does not know it does not load.
 *
 * <p>Start at {@link dev.vouch.local.iam.PolicyDocument} (what a policy may say), then {@link
 * dev.vouch.local.iam.Evaluation} (who wins), then {@link dev.vouch.local.iam.Operator} (when a
 * condition holds, and what a missing context key means). The rules come from the IAM User Guide,
 * "Policy evaluation logic" and "IAM JSON policy element reference".
 *
 * <p>It was written without looking at the code that compiles session policies and depends on none
 * of it, so that a test may hold one against the other.
 */
@NullMarked
package dev.vouch.local.iam;

import org.jspecify.annotations.NullMarked;
