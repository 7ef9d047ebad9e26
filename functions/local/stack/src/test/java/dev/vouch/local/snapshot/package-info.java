/**
 * What an instance keeps when its snapshot is taken: {@link dev.vouch.local.snapshot.Probe} runs in
 * a process of its own, up to the hook of SnapStart, and tells what it has seen.
 */
@NullMarked
package dev.vouch.local.snapshot;

import org.jspecify.annotations.NullMarked;
