package dev.vouch.local.aws;

import dev.vouch.local.aws.AwsAnswer.Result;
import dev.vouch.local.aws.Identity.RoleSession;
import dev.vouch.local.aws.WebIdentity.Rejected;
import dev.vouch.local.aws.WebIdentity.Verified;
import dev.vouch.local.iam.MalformedPolicyDocument;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.signature.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** STS: a web identity becomes a session of a role, cut to a session policy. */
final class Sts {
  private final Account account;
  private final WebIdentityTokens tokens;

  Sts(Account account, WebIdentityTokens tokens) {
    this.account = account;
    this.tokens = tokens;
  }

  /** Who the caller is. Needs no permission. */
  AwsAnswer callerIdentity(Caller caller) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("Arn", caller.arn());
    members.put("UserId", caller.userId());
    members.put("Account", caller.accountId());
    return new Result(members);
  }

  /** Needs no signature: the token is the authority. */
  AwsAnswer assumeRoleWithWebIdentity(Map<String, String> form) {
    Optional<AwsError> problem = WebIdentityRequest.problem(form);
    if (problem.isPresent()) {
      return problem.get();
    }
    WebIdentityRequest request = WebIdentityRequest.read(form);
    Optional<PolicyDocument> policy = Optional.empty();
    if (request.policy() != null) {
      try {
        policy = Optional.of(PolicyDocument.parse(request.policy()));
      } catch (MalformedPolicyDocument e) {
        return new AwsError(400, "MalformedPolicyDocument", String.valueOf(e.getMessage()));
      }
    }
    return switch (tokens.verify(request.token())) {
      case Rejected rejected -> rejected.error();
      case Verified verified -> assume(request, policy.orElse(null), verified);
    };
  }

  private AwsAnswer assume(
      WebIdentityRequest request, @Nullable PolicyDocument policy, Verified identity) {
    Optional<Role> role = account.role(request.roleArn());
    if (role.isEmpty() || !TrustPolicy.admits(role.get(), identity, request.sessionName())) {
      return new AwsError(
          403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    if (request.seconds() > role.get().maximumSession().toSeconds()) {
      return new AwsError(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    int packed = PackedPolicy.percent(request.policy(), identity.tags());
    if (packed > 100) {
      return new AwsError(
          400,
          "PackedPolicyTooLarge",
          "Packed policy consumes " + packed + "% of allotted space, please use smaller policy.");
    }
    return session(request, policy, identity, role.get(), packed);
  }

  private AwsAnswer session(
      WebIdentityRequest request,
      @Nullable PolicyDocument policy,
      Verified identity,
      Role role,
      int packed) {
    Instant expires =
        account.clock().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(request.seconds());
    String arn =
        "arn:aws:sts::%s:assumed-role/%s/%s"
            .formatted(role.accountId(), role.name(), request.sessionName());
    Caller caller =
        new Caller(arn, role.accountId(), role.uniqueId() + ":" + request.sessionName());
    AccessKey key =
        account.start(
            new RoleSession(
                caller,
                role,
                request.sessionName(),
                identity.sourceIdentity(),
                identity.tags(),
                policy,
                expires));
    return new Result(members(identity, caller, key, expires, packed));
  }

  private static Map<String, Object> members(
      Verified identity, Caller caller, AccessKey key, Instant expires, int packed) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("AssumedRoleId", caller.userId());
    user.put("Arn", caller.arn());
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("AccessKeyId", key.id());
    credentials.put("SecretAccessKey", key.revealSecret());
    credentials.put("SessionToken", String.valueOf(key.revealSessionToken()));
    credentials.put("Expiration", expires.toString());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("SubjectFromWebIdentityToken", identity.subject());
    members.put("Audience", identity.audience());
    members.put("AssumedRoleUser", user);
    members.put("Credentials", credentials);
    members.put("Provider", identity.provider().arn(caller.accountId()));
    members.put("PackedPolicySize", packed);
    if (identity.sourceIdentity() != null) {
      members.put("SourceIdentity", identity.sourceIdentity());
    }
    return members;
  }
}
