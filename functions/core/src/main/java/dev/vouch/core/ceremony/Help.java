package dev.vouch.core.ceremony;

/** What helps after a refusal. */
final class Help {
  static final String AGAIN = "Start again from the beginning.";
  static final String OTHER_KEY = "Use another security key and tell your administrator.";
  static final String SUSPICIOUS =
      "Do not try again. Check the address of the page, and tell your administrator.";

  private Help() {}
}
