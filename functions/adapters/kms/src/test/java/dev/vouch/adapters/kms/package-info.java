/** The adapters through the SDK's real client, against a server that answers as KMS does. */
@NullMarked
package dev.vouch.adapters.kms;

import org.jspecify.annotations.NullMarked;
