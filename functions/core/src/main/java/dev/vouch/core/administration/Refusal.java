package dev.vouch.core.administration;

/** Why an administrator's request is not carried out. */
public sealed interface Refusal {
  /** Stable, in snake case. */
  String code();

  /** What happened, for a person. */
  String detail();

  /** What to do about it. */
  String help();

  /** The address is not one that AWS takes as a source identity. */
  record EmailInvalid() implements Refusal {
    @Override
    public String code() {
      return "email_invalid";
    }

    @Override
    public String detail() {
      return "This is no e-mail address that Vouch can use.";
    }

    @Override
    public String help() {
      return "Use an address of at most 64 letters, digits and + = . @ _ - characters.";
    }
  }

  /** A group name is malformed, occurs twice, or there are too many. */
  record GroupInvalid(String group) implements Refusal {
    @Override
    public String code() {
      return "group_invalid";
    }

    @Override
    public String detail() {
      return "The group \"" + group + "\" cannot be given.";
    }

    @Override
    public String help() {
      return "Name each group once, at most %d, of 1 to 64 of a-z 0-9 . _ - and a letter or digit first."
          .formatted(UserAdministration.MAX_GROUPS);
    }
  }

  /** The user has a security key already. */
  record UserExists(String user) implements Refusal {
    @Override
    public String code() {
      return "user_exists";
    }

    @Override
    public String detail() {
      return user + " has a security key already.";
    }

    @Override
    public String help() {
      return "To replace a lost key, remove it first: vouch admin keys remove.";
    }
  }

  /** The user is disabled, which an invitation does not undo. */
  record UserDisabled(String user) implements Refusal {
    @Override
    public String code() {
      return "user_disabled";
    }

    @Override
    public String detail() {
      return user + " is disabled.";
    }

    @Override
    public String help() {
      return "Enable the user first: vouch admin users enable " + user + ".";
    }
  }

  /** Nobody of this name was ever invited. */
  record UserUnknown(String user) implements Refusal {
    @Override
    public String code() {
      return "user_unknown";
    }

    @Override
    public String detail() {
      return "There is no user " + user + ".";
    }

    @Override
    public String help() {
      return "List the users: vouch admin users list.";
    }
  }

  /** The user has no such key. */
  record KeyUnknown(String user, String key) implements Refusal {
    @Override
    public String code() {
      return "key_unknown";
    }

    @Override
    public String detail() {
      return user + " has no key " + key + ".";
    }

    @Override
    public String help() {
      return "List the user's keys: vouch admin keys list " + user + ".";
    }
  }

  /** There is no such session, or it has expired and is gone. */
  record SessionUnknown(String session) implements Refusal {
    @Override
    public String code() {
      return "session_unknown";
    }

    @Override
    public String detail() {
      return "There is no session " + session + ".";
    }

    @Override
    public String help() {
      return "List the sessions: vouch admin sessions list. An expired one needs no revocation.";
    }
  }
}
