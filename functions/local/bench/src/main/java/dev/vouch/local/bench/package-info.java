/**
 * What the rules cost, one by one, with JMH. {@code make bench} runs it and writes
 * docs/benchmarks.md. Never part of a zip.
 */
@NullMarked
package dev.vouch.local.bench;

import org.jspecify.annotations.NullMarked;
