/** The function over real tables, and over scripted KMS, STS and ECR. */
@NullMarked
package dev.vouch.vendaws;

import org.jspecify.annotations.NullMarked;
