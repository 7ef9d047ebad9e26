/**
 * Reads {@code template.yaml}, so that the functions, their routes and settings, and what the front
 * door answers itself, are written once for the deployment and for the local stack.
 */
@NullMarked
package dev.vouch.local.template;

import org.jspecify.annotations.NullMarked;
