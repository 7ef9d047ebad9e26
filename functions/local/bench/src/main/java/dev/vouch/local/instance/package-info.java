/**
 * Runs functions as Lambda does, each instance in a process of its own: {@link
 * dev.vouch.local.instance.RuntimeApi} stands in for Lambda's Runtime API, {@link
 * dev.vouch.local.instance.Layout} says how a process is launched, and {@link
 * dev.vouch.local.instance.ColdStart} measures from its spawn to its first answer.
 */
@NullMarked
package dev.vouch.local.instance;

import org.jspecify.annotations.NullMarked;
