package dev.vouch.core.ceremony;

/** Why a ceremony is not accepted. Each reason is a type of its own, with a stable code. */
public sealed interface CeremonyRefusal permits RegistrationRefusal, AssertionRefusal {

  /** Stable, in snake case. */
  String code();

  /** What happened, for a person. */
  String detail();

  /** What to do about it, for a person. */
  String help();

  /** Refusals that both ceremonies know. */
  sealed interface Either extends RegistrationRefusal, AssertionRefusal {}

  /** The answer cannot be read. */
  record Malformed(String what) implements Either {
    @Override
    public String code() {
      return "malformed_credential";
    }

    @Override
    public String detail() {
      return "The browser's answer cannot be read: " + what + ".";
    }

    @Override
    public String help() {
      return "Try again with a current browser.";
    }
  }

  /** The client data is of the other ceremony. */
  record WrongCeremonyType() implements Either {
    @Override
    public String code() {
      return "wrong_ceremony_type";
    }

    @Override
    public String detail() {
      return "The answer belongs to another kind of ceremony.";
    }

    @Override
    public String help() {
      return Help.AGAIN;
    }
  }

  /** The client data has another challenge. */
  record ChallengeMismatch() implements Either {
    @Override
    public String code() {
      return "challenge_mismatch";
    }

    @Override
    public String detail() {
      return "The answer is not to the question that was asked.";
    }

    @Override
    public String help() {
      return Help.AGAIN;
    }
  }

  /** The ceremony ran on another page. */
  record OriginMismatch() implements Either {
    @Override
    public String code() {
      return "origin_mismatch";
    }

    @Override
    public String detail() {
      return "The security key was used on a page of another site.";
    }

    @Override
    public String help() {
      return Help.SUSPICIOUS;
    }
  }

  /** The ceremony ran in a frame of another site's page. */
  record CrossOrigin() implements Either {
    @Override
    public String code() {
      return "cross_origin";
    }

    @Override
    public String detail() {
      return "The page ran inside another site's page.";
    }

    @Override
    public String help() {
      return Help.SUSPICIOUS;
    }
  }

  /** The client data names a top-level page, which only a framed page has. */
  record TopOriginPresent() implements Either {
    @Override
    public String code() {
      return "top_origin_present";
    }

    @Override
    public String detail() {
      return "The page ran inside another page.";
    }

    @Override
    public String help() {
      return Help.SUSPICIOUS;
    }
  }

  /** The credential is scoped to another relying party. */
  record RpIdMismatch() implements Either {
    @Override
    public String code() {
      return "rp_id_mismatch";
    }

    @Override
    public String detail() {
      return "The credential belongs to another site.";
    }

    @Override
    public String help() {
      return Help.SUSPICIOUS;
    }
  }

  /** The key was not touched. */
  record UserNotPresent() implements Either {
    @Override
    public String code() {
      return "user_not_present";
    }

    @Override
    public String detail() {
      return "The security key was not touched.";
    }

    @Override
    public String help() {
      return "Try again and touch the key when it blinks.";
    }
  }

  /** Neither PIN nor fingerprint was checked. */
  record UserNotVerified() implements Either {
    @Override
    public String code() {
      return "user_not_verified";
    }

    @Override
    public String detail() {
      return "The security key did not check its PIN or fingerprint.";
    }

    @Override
    public String help() {
      return "Set a PIN on the security key, then try again.";
    }
  }

  /** The flags say backed up but not able to be. */
  record BackupStateInvalid() implements Either {
    @Override
    public String code() {
      return "backup_state_invalid";
    }

    @Override
    public String detail() {
      return "The security key contradicts itself about backups.";
    }

    @Override
    public String help() {
      return Help.OTHER_KEY;
    }
  }

  /** The credential can leave the device. */
  record SyncableKey() implements Either {
    @Override
    public String code() {
      return "syncable_key";
    }

    @Override
    public String detail() {
      return "The credential can be copied to other devices.";
    }

    @Override
    public String help() {
      return "Use a hardware security key, not a passkey that is synchronized.";
    }
  }

  /** An extension answered that was not asked. */
  record UnsolicitedExtension(String name) implements Either {
    @Override
    public String code() {
      return "unsolicited_extension";
    }

    @Override
    public String detail() {
      return "The answer carries an extension that was not asked for.";
    }

    @Override
    public String help() {
      return "Try again with a current browser without extensions.";
    }
  }

  /** The model is not on the list of allowed models. */
  record ModelNotAllowed(String aaguid) implements Either {
    @Override
    public String code() {
      return "model_not_allowed";
    }

    @Override
    public String detail() {
      return "Security keys of the model " + aaguid + " may not be used here.";
    }

    @Override
    public String help() {
      return "Use a model that your administrator allows, or ask for this one.";
    }
  }
}
