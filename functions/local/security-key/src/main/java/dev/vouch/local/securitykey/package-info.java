@NullMarked
package dev.vouch.local.securitykey;

import org.jspecify.annotations.NullMarked;
