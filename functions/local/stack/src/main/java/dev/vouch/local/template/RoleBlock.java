package dev.vouch.local.template;

import java.time.Duration;

/**
 * One IAM role of a template.
 *
 * @param trust the policy document, in JSON, of who may assume it
 * @param policy the policy document, in JSON, of what a session of it may do
 */
public record RoleBlock(String name, String trust, String policy, Duration maximumSession) {}
