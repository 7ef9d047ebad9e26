package dev.vouch.adapters.ecr;

import dev.vouch.adapters.aws.UpstreamCall;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Upstream;
import dev.vouch.core.vending.ecr.RegistryTokens;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** Registry tokens from Amazon ECR, each asked for with the credentials of its own session. */
public final class EcrRegistryTokens implements RegistryTokens {
  private final EcrClients clients;

  public EcrRegistryTokens(EcrClients clients) {
    this.clients = clients;
  }

  @Override
  public Answer<RegistryToken> fetch(String region, RoleSession session) {
    return UpstreamCall.make(
            Upstream.ECR,
            (code, _) -> refusal(session, code),
            () -> clients.in(region).getAuthorizationToken(call(session)))
        .then(EcrRegistryTokens::token);
  }

  private static GetAuthorizationTokenRequest call(RoleSession session) {
    var credentials =
        AwsSessionCredentials.create(
            session.accessKeyId(),
            session.secretAccessKey().reveal(),
            session.sessionToken().reveal());
    return GetAuthorizationTokenRequest.builder()
        .overrideConfiguration(
            call -> call.credentialsProvider(StaticCredentialsProvider.create(credentials)))
        .build();
  }

  private static Answer<RegistryToken> token(GetAuthorizationTokenResponse answer) {
    if (answer.authorizationData().size() != 1) {
      return notUnderstood(answer.authorizationData().size() + " tokens instead of one");
    }
    AuthorizationData data = answer.authorizationData().getFirst();
    if (data.authorizationToken() == null
        || data.proxyEndpoint() == null
        || data.expiresAt() == null) {
      return notUnderstood("a token without its registry or its end");
    }
    return new Answer.Given<>(
        new RegistryToken(
            Secret.of(data.authorizationToken()),
            data.proxyEndpoint(),
            data.expiresAt(),
            answer.responseMetadata().requestId()));
  }

  private static Answer<RegistryToken> notUnderstood(String problem) {
    return new Answer.Withheld<>(new MintRefusal.AnswerNotUnderstood(Upstream.ECR, problem));
  }

  private static Optional<MintRefusal> refusal(RoleSession session, String code) {
    return code.equals("AccessDeniedException")
        ? Optional.of(new MintRefusal.RegistryAccessDenied(session.assumedRole()))
        : Optional.empty();
  }
}
