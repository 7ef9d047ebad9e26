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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

  /** Adds the role, starts the registry with one image in it, and its data plane. */
  static RegistryAccount start(
      Account home,
      String id,
      String issuerName,
      RegistryTokens tokens,
      TestAuthority authority,
      Path crane,
      Path folder)
      throws IOException {
    addRole(home, id, issuerName);
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

  /** Adds the role that Vouch assumes in this account. */
  static void addRole(Account home, String id, String issuerName) {
    home.add(
        new Role(
            "arn:aws:iam::" + id + ":role/vouch-registry",
            home.keys().uniqueId("AROA"),
            trust(id, issuerName),
            policy(home.region(), id),
            Duration.ofHours(1)));
  }

  /** Who may assume the role: a web identity of this issuer, for AWS and for a person. */
  private static PolicyDocument trust(String account, String issuerName) {
    return PolicyDocument.parseTrust(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Federated":"arn:aws:iam::%1$s:oidc-provider/%2$s"},
         "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"],
         "Condition":{"StringEquals":{"%2$s:aud":"sts.amazonaws.com"},
                      "StringLike":{"%2$s:sub":"?*@?*","sts:SourceIdentity":"?*@?*"}}}]}
        """
            .formatted(account, issuerName));
  }

  /** The most that any session of the role can do. */
  private static PolicyDocument policy(String region, String account) {
    return PolicyDocument.parse(
        """
        {"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
         {"Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:GetDownloadUrlForLayer",
           "ecr:BatchGetImage","ecr:ListImages","ecr:InitiateLayerUpload","ecr:UploadLayerPart",
           "ecr:CompleteLayerUpload","ecr:PutImage"],
          "Resource":"arn:aws:ecr:%s:%s:repository/*"}]}
        """
            .formatted(region, account));
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
