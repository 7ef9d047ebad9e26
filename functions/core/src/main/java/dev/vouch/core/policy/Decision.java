package dev.vouch.core.policy;

import java.util.Optional;

/** The answer to a {@link Question}, with the rule that made it. */
public sealed interface Decision {
  Question question();

  /** {@code granted}: no denial applies and this grant allows it. */
  record Granted(Question question, Grant grant) implements Decision {}

  /** {@code denied_by_rule}: a denial applies, whatever the grants say. */
  record DeniedByRule(Question question, Denial denial) implements Decision {}

  /** {@code action_not_granted}: this grant covers the repository, but not the action. */
  record ActionNotGranted(Question question, Grant grant) implements Decision {}

  /** {@code no_grant}: no rule says anything about the repository. */
  record NoGrant(Question question) implements Decision {}

  default boolean allowed() {
    return this instanceof Granted;
  }

  /** The stable code of the reason. */
  default String reason() {
    return switch (this) {
      case Granted granted -> "granted";
      case DeniedByRule denied -> "denied_by_rule";
      case ActionNotGranted refused -> "action_not_granted";
      case NoGrant refused -> "no_grant";
    };
  }

  default Optional<Rule> rule() {
    return switch (this) {
      case Granted(Question question, Grant grant) -> Optional.of(grant);
      case DeniedByRule(Question question, Denial denial) -> Optional.of(denial);
      case ActionNotGranted(Question question, Grant grant) -> Optional.of(grant);
      case NoGrant(Question question) -> Optional.empty();
    };
  }

  /** What was decided and why, one sentence for a person. */
  default String detail() {
    return switch (this) {
      case Granted(Question question, Grant grant) ->
          "Grant \"%s\" allows %s.".formatted(grant.name(), question.words());
      case DeniedByRule(Question question, Denial denial) ->
          "Denial \"%s\" forbids %s.".formatted(denial.name(), question.words());
      case ActionNotGranted(Question question, Grant grant) ->
          "Grant \"%s\" covers %s, but does not allow %s."
              .formatted(grant.name(), question.repository().text(), question.action().word());
      case NoGrant(Question question) -> "No grant allows you to %s.".formatted(question.words());
    };
  }

  /** What the person can do about it, one sentence. */
  default String help() {
    return switch (this) {
      case Granted granted -> "Nothing to do: the next credential for this registry covers it.";
      case DeniedByRule(Question question, Denial denial) ->
          "If you need it, ask %s about denial \"%s\".".formatted(owner(denial), denial.name());
      case ActionNotGranted(Question question, Grant grant) ->
          "If you need it, ask %s for a grant of %s."
              .formatted(owner(grant), question.action().word());
      case NoGrant(Question question) ->
          "If you need it, ask an administrator of this Vouch server for a grant that covers %s."
              .formatted(question.repository().text());
    };
  }

  private static String owner(Rule rule) {
    return rule.owner().orElse("an administrator of this Vouch server");
  }
}
