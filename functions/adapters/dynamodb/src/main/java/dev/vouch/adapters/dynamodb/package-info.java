/**
 * The tables of Vouch. One class per port of the core, each over the few shared pieces here: {@link
 * dev.vouch.adapters.dynamodb.Tables} (names and the one client), {@link
 * dev.vouch.adapters.dynamodb.Item} (attributes), {@link dev.vouch.adapters.dynamodb.AuditedWrites}
 * (a change and its audit records in one transaction).
 */
@NullMarked
package dev.vouch.adapters.dynamodb;

import org.jspecify.annotations.NullMarked;
