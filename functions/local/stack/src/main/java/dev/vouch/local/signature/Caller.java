package dev.vouch.local.signature;

/** Who signed: the principal's ARN, its account and its unique id. */
public record Caller(String arn, String accountId, String userId) {}
