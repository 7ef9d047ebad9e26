/**
 * The login and enrolment pages: static files and nothing else. {@link dev.vouch.pages.Handler} is
 * the Lambda entry point; {@code StaticFiles} lists what is served; {@code PageHeaders} says what a
 * browser may do with it. The function has no permission and reads no setting.
 */
@NullMarked
package dev.vouch.pages;

import org.jspecify.annotations.NullMarked;
