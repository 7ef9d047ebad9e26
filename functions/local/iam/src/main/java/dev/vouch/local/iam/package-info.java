@NullMarked
package dev.vouch.local.iam;

import org.jspecify.annotations.NullMarked;
