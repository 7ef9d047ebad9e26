package dev.vouch.local.iam;

/**
 * Who makes the request, as a policy names them: an AWS identity by ARN, an OIDC or SAML provider
 * by ARN, an AWS service by name.
 */
public record Principal(Kind kind, String name) {
  /** The member names of the Principal element. */
  public enum Kind {
    AWS("AWS"),
    FEDERATED("Federated"),
    SERVICE("Service");

    private final String member;

    Kind(String member) {
      this.member = member;
    }

    String member() {
      return member;
    }
  }

  public static Principal aws(String arn) {
    return new Principal(Kind.AWS, arn);
  }

  public static Principal federated(String providerArn) {
    return new Principal(Kind.FEDERATED, providerArn);
  }

  public static Principal service(String name) {
    return new Principal(Kind.SERVICE, name);
  }
}
