package dev.vouch.adapters.system;

import dev.vouch.core.administration.Authority;
import dev.vouch.core.deployment.PublicBaseUrl;
import java.util.List;
import java.util.Optional;

/** Where the deployment is reached, and who runs it. */
public final class DeploymentSettings {
  private static final String ACCOUNT_NAME = "vouch.admin.account";

  public static final Setting<PublicBaseUrl> PUBLIC_BASE_URL =
      Setting.required(
          "vouch.public-base-url",
          "https://host, without a port or a path",
          (text, _) -> PublicBaseUrl.https(text));

  /** The account that administrators and reviewers belong to. */
  public static final Setting<String> ACCOUNT =
      Setting.required(
          ACCOUNT_NAME,
          "the 12 digits of an AWS account",
          (text, _) -> Optional.of(text).filter(Authority::isAccount));

  public static final Setting<List<String>> ADMINISTRATORS = principals("vouch.admin.principals");

  public static final Setting<List<String>> REVIEWERS = principals("vouch.audit.principals");

  private DeploymentSettings() {}

  private static Setting<List<String>> principals(String name) {
    return Setting.required(
        name,
        "ARNs of roles and users of the account VOUCH_ADMIN_ACCOUNT, without wildcards",
        DeploymentSettings::principals);
  }

  /** Where the account itself is wrong, only that is said. */
  private static Optional<List<String>> principals(String text, Setting.Others others) {
    Optional<String> account = others.text(ACCOUNT_NAME).filter(Authority::isAccount);
    List<String> arns = List.of(text.split("\\s*,\\s*", -1));
    return Optional.of(arns)
        .filter(all -> all.stream().allMatch(arn -> Authority.isPrincipal(arn, account)));
  }
}
