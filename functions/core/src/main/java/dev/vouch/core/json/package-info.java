/**
 * JSON, strict on the way in (no duplicate, unknown or trailing parts) and exact on the way out.
 */
@NullMarked
package dev.vouch.core.json;

import org.jspecify.annotations.NullMarked;
