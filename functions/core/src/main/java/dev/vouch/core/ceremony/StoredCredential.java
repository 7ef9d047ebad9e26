package dev.vouch.core.ceremony;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.secret.Bytes;

/**
 * An enrolled key as an assertion is checked against it (the credential record of WebAuthn §4).
 *
 * @param userHandle the WebAuthn user handle of the key's user
 * @param signatureCount of the last login, or of the enrolment before the first
 */
public record StoredCredential(EnrolledKey key, Bytes userHandle, long signatureCount) {}
