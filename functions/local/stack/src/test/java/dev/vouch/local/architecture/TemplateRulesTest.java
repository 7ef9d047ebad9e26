package dev.vouch.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The template that is deployed keeps the rules, and each rule sees its own fault. */
final class TemplateRulesTest {
  private static final String ENDPOINTS =
      " FrontDoor does not refuse other endpoints, on every route and only where it is private";

  private String template;

  @BeforeEach
  void read() throws IOException {
    template = Files.readString(Path.of("../../../template.yaml"));
  }

  @Test
  void theTemplateKeepsThem() {
    assertThat(TemplateRules.problems(template)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "    AutoPublishAlias: live            | | VendAws has no AutoPublishAlias",
        "    Timeout: 10                       | | VendAws has no Timeout",
        "    MemorySize: 1024                  | | VendAws has no MemorySize",
        "    ReservedConcurrentExecutions:     |    X: | VendAws has no ReservedConcurrentExecutions",
        "    EventInvokeConfig:                |    X: | VendAws has no EventInvokeConfig",
        "    SnapStart: {ApplyOn               |    X: {A | VendAws has no SnapStart",
        "LoggingConfig: {LogGroup: {Ref: VendAwsLog}, LogFormat: JSON} | X: x |"
            + " VendAws has no log group of its own",
        "RetentionInDays: | X: | VendAwsLog is kept for ever",
        "[kms:Sign, kms:GetPublicKey] | [kms:*] | IssuerKey lets VendAws do whatever matches kms:*",
        "[kms:GenerateMac, kms:VerifyMac] | [kms:*] | Enroll may do whatever matches kms:*",
        "Resource: {Fn::GetAtt: [VendAwsLog, Arn]} | Resource: '*' |"
            + " VendAws may do it to whatever matches *",
        "[dynamodb:PutItem, dynamodb:GetItem] | [dynamodb:PutItem, dynamodb:UpdateItem] |"
            + " VendAws may change audit records: dynamodb:UpdateItem",
        "[dynamodb:PutItem, dynamodb:GetItem] | [dynamodb:DeleteItem] |"
            + " VendAws may change audit records: dynamodb:DeleteItem",
        "[kms:GenerateMac, kms:VerifyMac] | [kms:Sign] | Enroll can write identity and sign",
        "{AWS: {Fn::GetAtt: [VendAwsRole, Arn]}} | {AWS: {Fn::GetAtt: [EnrollRole, Arn]}} |"
            + " Enroll can write identity and sign",
        "{AWS: {Fn::GetAtt: [VendAwsRole, Arn]}} | \"*\" | IssuerKey is for *",
        "{AWS: {Fn::GetAtt: [VendAwsRole, Arn]}} | {AWS: '*'} | SecondIssuerKey is for {AWS=*}",
        "{AWS: {Fn::GetAtt: [VendAwsRole, Arn]}} | {AWS: 'arn:aws:iam::1:root'} |"
            + " IssuerKey is for {AWS=arn:aws:iam::1:root}",
        "{AWS: {Fn::GetAtt: [VendAwsRole, Arn]}} | {AWS: {Fn::GetAtt: [OtherRole, Arn]}} |"
            + " IssuerKey is for {AWS={Fn::GetAtt=[OtherRole, Arn]}}",
        "Action: [kms:GetPublicKey] | NotAction: [kms:GetPublicKey] |"
            + " IssuerKey has a statement that is not understood: {Effect=Allow,"
            + " Principal={AWS={Fn::GetAtt=[DiscoverRole, Arn]}},"
            + " NotAction=[kms:GetPublicKey], Resource=*}",
        "Action: kms:* | Action: kms:Sign | ChallengeKey is out of its account's hands",
        "Resource: {Fn::GetAtt: [ChallengeKey, Arn]} | Resource: {Fn::GetAtt: [IssuerKey, Arn]} |"
            + " Enroll loses IssuerKey before its settings do",
        "VOUCH_KEYS_ISSUER: | VOUCH_ISSUER_SECRET: |"
            + " VendAws has a secret in its environment: VOUCH_ISSUER_SECRET",
        "{Ref: SessionLifetime} | \"{{resolve:secretsmanager:x}}\" |"
            + " Authenticate has a secret in its environment: VOUCH_SESSION_LIFETIME",
        "PointInTimeRecoveryEnabled: true | PointInTimeRecoveryEnabled: false |"
            + " AuditTable has no point-in-time recovery",
        "SSEEnabled: true | SSEEnabled: false | AuditTable is not encrypted",
        "DeletionProtectionEnabled: true | DeletionProtectionEnabled: false |"
            + " AuditTable can be deleted",
        "DeletionPolicy: Retain | DeletionPolicy: Delete |"
            + " AuditTable goes with the stack: DeletionPolicy",
        "UpdateReplacePolicy: Retain | UpdateReplacePolicy: Delete |"
            + " IssuerKey goes with the stack: UpdateReplacePolicy",
        "Handler: dev.vouch.vendaws.Handler | Policies: [AmazonDynamoDBFullAccess] |"
            + " VendAws has SAM's role, which may write to every log",
        "Role: {Fn::GetAtt: [VendAwsRole, Arn]} | Role: elsewhere | VendAws has no role of its own",
        "Role: {Fn::GetAtt: [VendAwsRole, Arn]} | Role: {Fn::GetAtt: [EnrollRole, Arn]} |"
            + " VendAws has no role of its own",
        "ManagedPolicyArns: [ | ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess, |"
            + " VendAws has a policy that is written elsewhere",
        "xray:PutTraceSegments, xray:PutTelemetryRecords | xray:PutTraceSegments, s3:PutObject |"
            + " TracesPolicy may do it to whatever matches *",
        "VersionDescription: {Fn::Sub: \"settings ${Settings}\"} | X: x | VendAws keeps old settings",
        "{Fn::Sub: \"Credentials for Amazon ECR, settings ${Settings}\"} | Credentials for ECR |"
            + " VendAws is not changed by new settings",
        "            - {Ref: IssuerKeys} | '' | Discover keeps an old IssuerKeys",
        "            - {Ref: SessionLifetime} | '' | Authenticate keeps an old SessionLifetime",
        "VendAwsErrorsAlarm: | X: | VendAws has no alarm for Errors",
        "                - IsPrivate         |                 - MakesDomain |" + ENDPOINTS,
        "Resource: [execute-api:/*]          | Resource: [execute-api:/*/*/admin/*] |" + ENDPOINTS,
        "StringNotEquals: {aws:SourceVpce    | StringEquals: {aws:SourceVpce |" + ENDPOINTS,
        "EndpointConfiguration: {Types: [REGIONAL]} | EndpointConfiguration: {Types: [PRIVATE]} |"
            + " IssuerDoor is closed to STS",
        "Name: {Fn::Sub: \"${AWS::StackName}-issuer\"} | Policy: {} | IssuerDoor is closed to STS",
        "[logs:CreateLogStream, logs:PutLogEvents] | [logs:*] | VendAws may do whatever matches logs:*",
      })
  void eachRuleSeesItsOwnFault(String right, @Nullable String wrong, String problem) {
    String old = right.stripTrailing();
    assertThat(template).contains(old);
    String changed = template.replace(old, wrong == null ? "" : wrong);
    assertThat(TemplateRules.problems(changed)).contains(problem);
  }

  @Test
  void aFrontDoorWithoutTheStatementAboutEndpointsIsSeen() {
    String statement = statementAboutEndpoints();
    assertThat(TemplateRules.problems(template.replace(statement, "")))
        .containsExactly(ENDPOINTS.strip());
  }

  @Test
  void aStatementAboutEndpointsThatAPublicDoorHasTooIsSeen() {
    String statement = statementAboutEndpoints();
    String always =
        statement
            .replace("            - Fn::If:\n                - IsPrivate\n", "")
            .replace("                - {Ref: AWS::NoValue}\n", "")
            .replace("                  ", "              ")
            .replace("                - Effect", "            - Effect");
    assertThat(TemplateRules.problems(template.replace(statement, always)))
        .containsExactly(ENDPOINTS.strip());
  }

  @Test
  void aKeyThatItsSuccessorDoesNotResembleIsSeen() {
    int second = template.indexOf("  SecondIssuerKey:\n");
    assertThat(second).isPositive();
    String changed =
        template.substring(0, second)
            + template.substring(second).replace("[kms:Sign, kms:GetPublicKey]", "[kms:Sign]");
    assertThat(TemplateRules.problems(changed))
        .contains("SecondIssuerKey has another policy than IssuerKey");
  }

  private String statementAboutEndpoints() {
    String end = "                - {Ref: AWS::NoValue}\n";
    int start = template.indexOf("            - Fn::If:\n                - IsPrivate\n");
    assertThat(start).isPositive();
    return template.substring(start, template.indexOf(end, start) + end.length());
  }
}
