/**
 * The front door: API Gateway's REST API as the functions see it.
 *
 * <p>{@link dev.vouch.local.gateway.Gateway} finds the route ({@link
 * dev.vouch.local.gateway.Routes}, from the template), lets {@link dev.vouch.local.gateway.Door}
 * decide who may come in, hands the event of {@link dev.vouch.local.gateway.ProxyEvents} to a
 * handler of {@link dev.vouch.local.gateway.FunctionPool}, and sends its answer back. A function is
 * its deployable zip ({@link dev.vouch.local.gateway.FunctionZip}), in a class loader of its own.
 *
 * <p>What this does not show: Lambda gives each instance a process of its own, here the instances
 * of one function share their classes; and the stage's throttling is not applied.
 */
@NullMarked
package dev.vouch.local.gateway;

import org.jspecify.annotations.NullMarked;
