package dev.vouch.core.enrolment;

import dev.vouch.core.ceremony.RegistrationRefusal;

/** Why an enrolment does not go on. Each reason is a type of its own, with a stable code. */
public sealed interface EnrolmentRefusal {

  /** Stable, in snake case. */
  String code();

  /** What happened, for a person. */
  String detail();

  /** What to do about it, for a person. */
  String help();

  /** No open invitation has this secret. */
  record InvitationUnknown() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "invitation_unknown";
    }

    @Override
    public String detail() {
      return "This invitation was used, was replaced by a newer one, or never existed.";
    }

    @Override
    public String help() {
      return "If you have enrolled, run `vouch login`; otherwise ask for a new invitation.";
    }
  }

  /** The invitation's 72 hours are over. */
  record InvitationExpired() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "invitation_expired";
    }

    @Override
    public String detail() {
      return "This invitation has expired.";
    }

    @Override
    public String help() {
      return "Ask your administrator for a new one.";
    }
  }

  /** An administrator has disabled the user. */
  record UserDisabled() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "user_disabled";
    }

    @Override
    public String detail() {
      return "Your account is disabled.";
    }

    @Override
    public String help() {
      return "Ask your administrator.";
    }
  }

  /** The user has a key. Another needs an assertion with the first, which is not offered. */
  record UserHasKey() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "user_has_key";
    }

    @Override
    public String detail() {
      return "You have an enrolled security key already.";
    }

    @Override
    public String help() {
      return "To replace it, ask your administrator to run `vouch admin keys remove`"
          + " and to invite you again.";
    }
  }

  /** The statement was not made here for an enrolment. */
  record StatementInvalid() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "statement_invalid";
    }

    @Override
    public String detail() {
      return "The page sent back a statement that was not made here.";
    }

    @Override
    public String help() {
      return "Open the link from your invitation again.";
    }
  }

  /** The statement is for another invitation. */
  record StatementMismatch() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "statement_mismatch";
    }

    @Override
    public String detail() {
      return "The page sent back the statement of another invitation.";
    }

    @Override
    public String help() {
      return "Open the link from your invitation again.";
    }
  }

  /** The statement's five minutes are over. */
  record StatementExpired() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "statement_expired";
    }

    @Override
    public String detail() {
      return "The enrolment took longer than five minutes.";
    }

    @Override
    public String help() {
      return "Open the link from your invitation again.";
    }
  }

  /** The challenge has been used. */
  record ChallengeUsed() implements EnrolmentRefusal {
    @Override
    public String code() {
      return "challenge_used";
    }

    @Override
    public String detail() {
      return "This answer of the security key was used before.";
    }

    @Override
    public String help() {
      return "If you have enrolled, run `vouch login`; otherwise open the link again.";
    }
  }

  /** The ceremony is not accepted. */
  record Ceremony(RegistrationRefusal refusal) implements EnrolmentRefusal {
    @Override
    public String code() {
      return refusal.code();
    }

    @Override
    public String detail() {
      return refusal.detail();
    }

    @Override
    public String help() {
      return refusal.help();
    }
  }
}
