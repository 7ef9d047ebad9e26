@NullMarked
package dev.vouch.adapters.ecr;

import org.jspecify.annotations.NullMarked;
