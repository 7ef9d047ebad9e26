package dev.vouch.adapters.sts;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.ecr.RoleSessions.RoleRequest;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.sts.StsClient;

/** Runs a client of STS against an answer from memory, before the first request. */
public final class StsPriming {
  private static final String SESSION =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
      <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>NOBODY</AccessKeyId>\
      <SecretAccessKey>nothing</SecretAccessKey><SessionToken>nothing</SessionToken>\
      <Expiration>2020-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser>\
      <Arn>arn:aws:sts::123456789012:assumed-role/priming/priming</Arn>\
      <AssumedRoleId>NOBODY:priming</AssumedRoleId></AssumedRoleUser>\
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>\
      """;

  private StsPriming() {}

  /** Takes on a role that does not exist. */
  public static void run() {
    RoleRequest request =
        new RoleRequest(
            "arn:aws:iam::123456789012:role/priming",
            Secret.of("nothing"),
            "priming",
            "{}",
            Duration.ofMinutes(15));
    try (StsClient client = StsClients.offline(new InMemoryHttp(Map.of("", SESSION)))) {
      if (!(new StsRoleSessions(client).assume(request) instanceof Answer.Given)) {
        throw new IllegalStateException("the answer from memory is refused");
      }
    }
  }
}
