package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.aws.AwsAnswer.Result;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The control plane of ECR: GetAuthorizationToken. */
final class Ecr {
  private final Account account;
  private final Permissions permissions;
  private final RegistryTokens tokens;

  Ecr(Account account, Permissions permissions, RegistryTokens tokens) {
    this.account = account;
    this.permissions = permissions;
    this.tokens = tokens;
  }

  AwsAnswer answer(
      String operation, Map<String, Object> input, Identity identity, String sourceIp) {
    if (!operation.equals("GetAuthorizationToken")) {
      return new AwsError(400, "UnknownOperationException", operation + " is not emulated here");
    }
    if (!tokens.isWithinLimit()) {
      return new AwsError(400, "ThrottlingException", "Rate exceeded");
    }
    String own = identity.caller().accountId();
    if (input.get("registryIds") instanceof List<?> ids && !ids.equals(List.of(own))) {
      return new AwsError(400, "InvalidParameterException", "Only the own registry is emulated");
    }
    Optional<String> refusal =
        permissions.refusal(identity, "ecr:GetAuthorizationToken", "*", sourceIp);
    return refusal.isPresent()
        ? new AwsError(400, "AccessDeniedException", refusal.get())
        : token(identity);
  }

  private AwsAnswer token(Identity identity) {
    RegistryTokens.Minted minted = tokens.mint(identity);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(
        "authorizationToken",
        Base64.getEncoder().encodeToString(("AWS:" + minted.password()).getBytes(UTF_8)));
    data.put("expiresAt", minted.expires().getEpochSecond());
    data.put(
        "proxyEndpoint",
        "https://%s.dkr.ecr.%s.amazonaws.com"
            .formatted(identity.caller().accountId(), account.region()));
    return new Result(Map.of("authorizationData", List.of(data)));
  }
}
