package dev.vouch.core.session;

/** Why a request was refused, for a program and for a person. Never carries a secret. */
public interface Refusal {
  /** A stable name in snake_case. */
  String code();

  /** What happened, in one sentence. */
  String detail();

  /** What to do about it, in one sentence. */
  String help();
}
