package dev.vouch.core.ceremony;

/** Why a security key's signature does not log anybody in. */
public sealed interface AssertionRefusal extends CeremonyRefusal
    permits CeremonyRefusal.Either, AssertionRefusal.OfTheLogin {

  /** Refusals that only a login knows. */
  sealed interface OfTheLogin extends AssertionRefusal {}

  /** No enrolled key has this id. */
  record UnknownKey() implements OfTheLogin {
    @Override
    public String code() {
      return "unknown_key";
    }

    @Override
    public String detail() {
      return "This security key is not enrolled.";
    }

    @Override
    public String help() {
      return "Ask your administrator for an invitation and enrol the key.";
    }
  }

  /** The answer does not say whose credential it is. */
  record UserHandleMissing() implements OfTheLogin {
    @Override
    public String code() {
      return "user_handle_missing";
    }

    @Override
    public String detail() {
      return "The security key did not say whose credential it used.";
    }

    @Override
    public String help() {
      return Help.OTHER_KEY;
    }
  }

  /** The answer names another user than the credential's. */
  record UserHandleMismatch() implements OfTheLogin {
    @Override
    public String code() {
      return "user_handle_mismatch";
    }

    @Override
    public String detail() {
      return "The credential belongs to somebody else.";
    }

    @Override
    public String help() {
      return Help.OTHER_KEY;
    }
  }

  /** The signature is not by the enrolled key. */
  record SignatureInvalid() implements OfTheLogin {
    @Override
    public String code() {
      return "signature_invalid";
    }

    @Override
    public String detail() {
      return "The signature is not by the enrolled security key.";
    }

    @Override
    public String help() {
      return Help.OTHER_KEY;
    }
  }

  /** The counter did not go up: two keys may hold the credential. */
  record CounterSteppedBack(long stored, long received) implements OfTheLogin {
    @Override
    public String code() {
      return "counter_stepped_back";
    }

    @Override
    public String detail() {
      return "The security key's counter did not go up: it may have been copied.";
    }

    @Override
    public String help() {
      return "Tell your administrator at once; do not use this key again.";
    }
  }
}
