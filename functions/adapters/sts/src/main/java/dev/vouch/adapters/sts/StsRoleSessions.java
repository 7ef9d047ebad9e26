package dev.vouch.adapters.sts;

import dev.vouch.adapters.aws.UpstreamCall;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Upstream;
import dev.vouch.core.vending.ecr.RoleSessions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Role sessions from AWS STS. Repeating a call is safe: nobody gets the first answer. */
public final class StsRoleSessions implements RoleSessions {
  private final StsClient sts;

  public StsRoleSessions(StsClient sts) {
    this.sts = sts;
  }

  @Override
  public Answer<RoleSession> assume(RoleRequest request) {
    return UpstreamCall.make(
            Upstream.STS,
            (code, message) -> refusal(request, code, message),
            () -> sts.assumeRoleWithWebIdentity(call(request)))
        .then(StsRoleSessions::session);
  }

  private static AssumeRoleWithWebIdentityRequest call(RoleRequest request) {
    return AssumeRoleWithWebIdentityRequest.builder()
        .roleArn(request.role())
        .roleSessionName(request.name())
        .webIdentityToken(request.webIdentity().reveal())
        .policy(request.policy())
        .durationSeconds(Math.toIntExact(request.duration().toSeconds()))
        .build();
  }

  private static Answer<RoleSession> session(AssumeRoleWithWebIdentityResponse answer) {
    Credentials credentials = answer.credentials();
    if (!isWhole(credentials)
        || answer.assumedRoleUser() == null
        || answer.assumedRoleUser().arn() == null) {
      return new Answer.Withheld<>(
          new MintRefusal.AnswerNotUnderstood(Upstream.STS, "a session without credentials"));
    }
    return new Answer.Given<>(
        new RoleSession(
            credentials.accessKeyId(),
            Secret.of(credentials.secretAccessKey()),
            Secret.of(credentials.sessionToken()),
            credentials.expiration(),
            answer.assumedRoleUser().arn(),
            answer.responseMetadata().requestId()));
  }

  private static boolean isWhole(@Nullable Credentials credentials) {
    return credentials != null
        && credentials.accessKeyId() != null
        && credentials.secretAccessKey() != null
        && credentials.sessionToken() != null
        && credentials.expiration() != null;
  }

  private static Optional<MintRefusal> refusal(RoleRequest request, String code, String message) {
    return switch (code) {
      case "AccessDenied" -> Optional.of(new MintRefusal.RoleNotAssumable(request.role()));
      case "InvalidIdentityToken", "ExpiredTokenException", "IDPRejectedClaim" ->
          Optional.of(new MintRefusal.IdentityTokenRejected());
      case "IDPCommunicationError" -> Optional.of(new MintRefusal.IssuerNotReached());
      case "PackedPolicyTooLarge" -> Optional.of(new MintRefusal.PackedPolicyTooLarge());
      case "RegionDisabledException" -> Optional.of(new MintRefusal.RegionDisabled());
      case "ValidationError" -> invalid(request, message);
      default -> Optional.empty();
    };
  }

  /** STS has one code for all bad parameters; only the length of the stay is the policy's doing. */
  private static Optional<MintRefusal> invalid(RoleRequest request, String message) {
    return message.contains("MaxSessionDuration")
        ? Optional.of(new MintRefusal.DurationExceedsRole(request.role(), request.duration()))
        : Optional.empty();
  }
}
