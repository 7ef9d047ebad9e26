package dev.vouch.core.administration;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The AWS principals that may use a set of routes. The front door has checked the signature; a
 * valid signature is not authority, so account and ARN are judged here again.
 *
 * <p>A principal is a role or a user of one account, named exactly. A role also stands for its
 * sessions: {@code arn:aws:sts::A:assumed-role/NAME/SESSION} is a session of {@code
 * arn:aws:iam::A:role/PATH/NAME}, since a role's name is unique in its account whatever its path
 * (IAM User Guide, "IAM identifiers").
 */
public final class Authority {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):(role|user)/([\\w+=,.@/-]+)");
  private static final Pattern ROLE_SESSION =
      Pattern.compile(
          "arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/([\\w+=,.@-]{1,64})/[\\w+=,.@-]{2,64}");

  private final String account;
  private final Set<String> named = new HashSet<>();

  /**
   * Takes the deployment's settings.
   *
   * @param account the 12 digits of the only account whose principals are let in
   * @param principals ARNs of roles and users of that account, without wildcards
   * @throws IllegalArgumentException where a setting is wrong, naming all that are
   */
  public Authority(String account, List<String> principals) {
    this.account = account;
    Optional<String> only = Optional.of(account);
    List<String> wrong = principals.stream().filter(arn -> !isPrincipal(arn, only)).toList();
    if (!isAccount(account) || !wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "principals of the account \"%s\" are wanted; these are none: %s"
              .formatted(account, wrong));
    }
    principals.forEach(arn -> named.add(withoutPath(arn)));
  }

  /** What a caller may do. */
  public sealed interface Verdict {
    /** The caller is named; the ARN is the actor of what follows. */
    record Allowed(String actor) implements Verdict {}

    /** The caller belongs to another AWS account. */
    record OtherAccount() implements Verdict {}

    /** The caller's account is right, but nobody named this role or user. */
    record NotAllowed() implements Verdict {}
  }

  /**
   * Judges a caller.
   *
   * @param callerAccount the account that API Gateway found
   * @param callerArn the ARN that API Gateway found
   */
  public Verdict judge(String callerAccount, String callerArn) {
    Matcher session = ROLE_SESSION.matcher(callerArn);
    String principal =
        session.matches()
            ? "arn:%s:iam::%s:role/%s"
                .formatted(session.group(1), session.group(2), session.group(3))
            : callerArn;
    Matcher matcher = PRINCIPAL.matcher(principal);
    if (!callerAccount.equals(account)
        || (matcher.matches() && !matcher.group(2).equals(account))) {
      return new Verdict.OtherAccount();
    }
    // a role never calls under its own ARN, only through a session
    boolean possible = session.matches() || principal.contains(":user/");
    return possible && matcher.matches() && named.contains(withoutPath(principal))
        ? new Verdict.Allowed(callerArn)
        : new Verdict.NotAllowed();
  }

  /** Whether this is the number of an AWS account. */
  public static boolean isAccount(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  /**
   * Whether a role or a user is named, exactly.
   *
   * @param account the one that it has to belong to; empty for any
   */
  public static boolean isPrincipal(String arn, Optional<String> account) {
    Matcher matcher = PRINCIPAL.matcher(arn);
    return matcher.matches() && account.map(matcher.group(2)::equals).orElse(true);
  }

  /** Names are unique in an account for roles and for users, so that the path adds nothing. */
  private static String withoutPath(String arn) {
    return arn.replaceFirst("(role|user)/.*/", "$1/");
  }
}
