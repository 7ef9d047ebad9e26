/** Tests of the data plane, through the proxy, under the registry's real host name. */
@NullMarked
package dev.vouch.local.registry;

import org.jspecify.annotations.NullMarked;
