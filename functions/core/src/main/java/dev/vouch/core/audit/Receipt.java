package dev.vouch.core.audit;

import dev.vouch.core.secret.Sha256;

/** The id and hash of a record that has been written. */
public record Receipt(String id, Sha256 hash) {}
