/** Who may log in: users and their enrolled security keys, as they are stored. */
@NullMarked
package dev.vouch.core.identity;

import org.jspecify.annotations.NullMarked;
