package dev.vouch.core.policy;

import dev.vouch.core.policy.Problem.Code;
import dev.vouch.core.policy.Registry.Anonymous;
import dev.vouch.core.registry.EcrHost;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code registries}. */
final class RegistryReader {
  private static final Set<String> KNOWN = Set.of("host", "provider", "role", "anonymous");
  private static final Set<String> PLANNED_PROVIDERS = Set.of("ecr-public", "github", "registry");
  private static final int MAX_ROLE_NAME_LENGTH = 64;
  private static final int MAX_ROLE_PATH_LENGTH = 512;

  private final Problems problems;

  RegistryReader(Problems problems) {
    this.problems = problems;
  }

  Optional<Registry> read(Node node, String path) {
    Optional<Node.Mapping> mapping = problems.mapping(node, path);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Members members = new Members(mapping.get(), path, problems, KNOWN, Set.of());
    boolean served = provider(members);
    // what the other members must be depends on the provider
    if (!served) {
      return Optional.empty();
    }
    Optional<EcrHost> host = members.text("host").flatMap(text -> host(members, text));
    Optional<String> role = members.text("role").flatMap(text -> role(members, text, host));
    Anonymous anonymous = anonymous(members);
    return host.flatMap(h -> role.map(r -> new Registry(h, r, anonymous)));
  }

  private boolean provider(Members members) {
    Optional<String> word = members.text("provider");
    if (word.isEmpty() || word.get().equals("ecr")) {
      return word.isPresent();
    }
    String at = members.at("provider");
    if (PLANNED_PROVIDERS.contains(word.get())) {
      problems.add(
          at,
          members.line("provider"),
          Code.PROVIDER_NOT_SUPPORTED,
          "Provider \"" + word.get() + "\" is not supported by this version of Vouch.");
    } else {
      problems.add(
          at, members.line("provider"), Code.UNKNOWN_PROVIDER, "The provider must be \"ecr\".");
    }
    return false;
  }

  private Optional<EcrHost> host(Members members, String text) {
    Optional<EcrHost> host = EcrHost.parse(text);
    return host.isPresent()
        ? host
        : problems.add(
            members.at("host"),
            members.line("host"),
            Code.WRONG_HOST,
            "This must be the host name of a private ECR registry, in lower case, such as"
                + " 123456789012.dkr.ecr.us-east-1.amazonaws.com.");
  }

  private Optional<String> role(Members members, String text, Optional<EcrHost> host) {
    String[] parts = text.split(":", -1);
    boolean role =
        parts.length == 6
            && parts[0].equals("arn")
            && parts[2].equals("iam")
            && parts[3].isEmpty()
            && isRolePath(parts[5]);
    if (!role) {
      return problems.add(
          members.at("role"),
          members.line("role"),
          Code.WRONG_ROLE,
          "This must be the ARN of a role, such as arn:aws:iam::123456789012:role/vouch-registry.");
    }
    boolean fits =
        host.map(h -> parts[1].equals(h.partition().id()) && parts[4].equals(h.account()))
            .orElse(true);
    return fits
        ? Optional.of(text)
        : problems.add(
            members.at("role"),
            members.line("role"),
            Code.ROLE_OF_ANOTHER_ACCOUNT,
            "The role must be of the account and partition that the host name names.");
  }

  /** {@code role/name} or {@code role/a/path/name}. */
  private static boolean isRolePath(String text) {
    if (!text.startsWith("role/")) {
      return false;
    }
    String path = text.substring("role".length());
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !name.isEmpty()
        && name.length() <= MAX_ROLE_NAME_LENGTH
        && path.length() - name.length() <= MAX_ROLE_PATH_LENGTH
        && !path.contains("//")
        && path.chars().allMatch(RegistryReader::isRoleCharacter);
  }

  private static boolean isRoleCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/_+=,.@-".indexOf(c) >= 0;
  }

  private Anonymous anonymous(Members members) {
    Optional<Node> node = members.optional("anonymous");
    if (node.isEmpty()) {
      return Anonymous.DENY;
    }
    Optional<String> word = problems.text(node.get(), members.at("anonymous"));
    Optional<Anonymous> known =
        word.flatMap(
            w -> Arrays.stream(Anonymous.values()).filter(a -> a.word().equals(w)).findFirst());
    if (word.isPresent() && known.isEmpty()) {
      problems.add(
          members.at("anonymous"),
          members.line("anonymous"),
          Code.WRONG_ANONYMOUS,
          "This must be \"allow\" or \"deny\".");
    }
    return known.orElse(Anonymous.DENY);
  }
}
