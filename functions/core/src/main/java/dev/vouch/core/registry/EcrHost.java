package dev.vouch.core.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host name of a private ECR registry, for example {@code
 * 123456789012.dkr.ecr.us-east-1.amazonaws.com}, its FIPS form ({@code ecr-fips}) or its dual-stack
 * form ({@code dkr-ecr}). Lower case only, no port; whoever takes host names from a person folds
 * them first.
 *
 * @param account twelve digits
 */
public record EcrHost(String text, String account, String region, Partition partition) {
  // used with matches() only, which anchors both ends of the whole text
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{12})\\.dkr[.-]ecr(?:-fips)?"
              + "\\.([a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[1-9][0-9]?)\\.([a-z0-9.-]+)");

  /** Empty for every other host, and for a Region under the domain of another partition. */
  public static Optional<EcrHost> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String region = parts.group(2);
    Partition partition = Partition.ofRegion(region);
    return partition.hasDomain(parts.group(3))
        ? Optional.of(new EcrHost(text, parts.group(1), region, partition))
        : Optional.empty();
  }

  /** The ARN of a repository here, or of all that a pattern covers, as IAM writes it. */
  public String arn(RepositoryPattern pattern) {
    String path =
        switch (pattern) {
          case RepositoryPattern.Exactly(RepositoryName name) -> name.text();
          case RepositoryPattern.Under(String prefix) -> prefix + "/*";
        };
    return "arn:" + partition.id() + ":ecr:" + region + ":" + account + ":repository/" + path;
  }
}
