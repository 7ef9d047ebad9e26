package dev.vouch.local.iam;

/**
 * A policy that is not loaded: it is wrong, or it says something that this evaluator does not know.
 * Named after the error of IAM and STS. Nothing is ever skipped: a policy with one unknown word is
 * refused whole.
 */
public final class MalformedPolicyDocument extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong; stable, so that tests can tell the refusals apart. */
  public enum Code {
    NOT_JSON,
    WRONG_VERSION,
    UNKNOWN_ELEMENT,
    MISSING_ELEMENT,
    WRONG_TYPE,
    WRONG_EFFECT,
    WRONG_ACTION,
    WRONG_RESOURCE,
    WRONG_PRINCIPAL,
    UNKNOWN_OPERATOR,
    WRONG_CONDITION_VALUE,
    DUPLICATE_SID,
    POLICY_VARIABLE
  }

  private final Code code;

  MalformedPolicyDocument(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
