package dev.vouch.core.registry;

import java.util.Arrays;
import java.util.Set;

/**
 * A partition of AWS: a set of Regions with domains and ARNs of its own. The domains are those of
 * the published ECR credential helper.
 */
public enum Partition {
  CHINA("aws-cn", "cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn"),
  US_GOV("aws-us-gov", "us-gov-", "amazonaws.com", "on.aws"),
  EUROPEAN_SOVEREIGN("aws-eusc", "eusc-", "amazonaws.eu"),
  ISO("aws-iso", "us-iso-", "c2s.ic.gov"),
  ISO_B("aws-iso-b", "us-isob-", "sc2s.sgov.gov"),
  ISO_E("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk"),
  ISO_F("aws-iso-f", "us-isof-", "csp.hci.ic.gov"),
  /** Every Region that is in none of the others; so the last one. */
  COMMERCIAL("aws", "", "amazonaws.com", "on.aws");

  private final String id;
  private final String regionPrefix;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot change
  private final Set<String> domains;

  Partition(String id, String regionPrefix, String... domains) {
    this.id = id;
    this.regionPrefix = regionPrefix;
    this.domains = Set.of(domains);
  }

  static Partition ofRegion(String region) {
    return Arrays.stream(values())
        .filter(partition -> region.startsWith(partition.regionPrefix))
        .findFirst()
        .orElseThrow();
  }

  /** As ARNs write it, for example {@code aws-us-gov}. */
  public String id() {
    return id;
  }

  boolean hasDomain(String domain) {
    return domains.contains(domain);
  }
}
