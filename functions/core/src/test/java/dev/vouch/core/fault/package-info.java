/** Tests of what faults and deadlines mean to a request. */
@NullMarked
package dev.vouch.core.fault;

import org.jspecify.annotations.NullMarked;
