/** The provider for Amazon ECR, over fakes of what it asks. */
@NullMarked
package dev.vouch.core.vending.ecr;

import org.jspecify.annotations.NullMarked;
