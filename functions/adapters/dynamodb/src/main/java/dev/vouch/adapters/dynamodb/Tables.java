package dev.vouch.adapters.dynamodb;

/**
 * The names of the tables; one that a function does not have has a name that no table has.
 *
 * @param identity users, invitations and enrolled keys
 * @param session codes, sessions and signature counters
 * @param replay used proofs and challenges
 * @param configuration the policy and its history
 * @param audit the records
 */
public record Tables(
    String identity, String session, String replay, String configuration, String audit) {}
