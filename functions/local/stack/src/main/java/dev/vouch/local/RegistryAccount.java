package dev.vouch.local;

import dev.vouch.local.aws.Account;
import dev.vouch.local.aws.RegistryTokens;
import dev.vouch.local.aws.Role;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.registry.CraneRegistry;
import dev.vouch.local.registry.DataPlane;
import dev.vouch.local.registry.Repositories;
import dev.vouch.local.registry.SeedImage;
import dev.vouch.local.registry.TestAuthority;
import dev.vouch.local.template.RoleBlock;
import dev.vouch.local.template.Template;
import dev.vouch.local.template.Values;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An account with a registry: the role that Vouch assumes there, and its data plane. */
final class RegistryAccount implements AutoCloseable {
  private static final List<String> REPOSITORIES =
      List.of("team-a/app", "team-a/service", "team-a/secret/keys", "team-b/app");

  private final CraneRegistry behind;
  private final DataPlane dataPlane;

  private RegistryAccount(CraneRegistry behind, DataPlane dataPlane) {
    this.behind = behind;
    this.dataPlane = dataPlane;
  }

  /**
   * Starts the registry with one image in it, and its data plane.
   *
   * @param home where the identities are
   */
  static RegistryAccount start(
      Account home,
      String id,
      RegistryTokens tokens,
      TestAuthority authority,
      Path crane,
      Path folder)
      throws IOException {
    CraneRegistry behind = CraneRegistry.start(crane, folder);
    try {
      Repositories repositories = new Repositories();
      REPOSITORIES.forEach(repositories::create);
      new SeedImage(behind.address(), repositories)
          .push("team-a/app", "1.0", "Hello from team-a/app:1.0\n");
      return new RegistryAccount(
          behind,
          DataPlane.start(home, id, tokens, repositories, behind.address(), authority.server()));
    } catch (IOException | RuntimeException e) {
      behind.close();
      throw e;
    }
  }

  /**
   * Adds the role that Vouch assumes in this account.
   *
   * @param root the checkout
   */
  static void addRole(Account home, String id, String issuer, Path root) throws IOException {
    home.add(role(home, id, issuer, root));
  }

  /** The role of the template that administrators deploy in their registry accounts. */
  private static Role role(Account home, String id, String issuer, Path root) throws IOException {
    Template template = Template.read(root.resolve("infra/target-account.yaml"));
    Map<String, String> references = new HashMap<>(template.defaults());
    references.put("Issuer", issuer);
    references.put("MakesProvider", "true");
    references.put(
        "Provider",
        "arn:aws:iam::" + id + ":oidc-provider/" + issuer.substring(issuer.indexOf("//") + 2));
    references.put("AWS::Partition", "aws");
    references.put("AWS::AccountId", id);
    references.put("AWS::Region", home.region());
    RoleBlock role = template.roles(new Values(references, Map.of())).getFirst();
    return new Role(
        "arn:aws:iam::" + id + ":role/" + role.name(),
        home.keys().uniqueId("AROA"),
        PolicyDocument.parseTrust(role.trust()),
        PolicyDocument.parse(role.policy()),
        role.maximumSession());
  }

  InetSocketAddress address() {
    return dataPlane.address();
  }

  @Override
  public void close() throws IOException {
    dataPlane.close();
    behind.close();
  }
}
