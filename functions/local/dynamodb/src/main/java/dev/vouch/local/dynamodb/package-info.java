/** DynamoDB Local with the tables of {@code template.yaml}. For tests and the local stack only. */
@NullMarked
package dev.vouch.local.dynamodb;

import org.jspecify.annotations.NullMarked;
