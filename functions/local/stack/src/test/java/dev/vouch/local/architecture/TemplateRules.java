package dev.vouch.local.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a deployment's template must hold, whatever it deploys. */
final class TemplateRules {
  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
  private static final Set<String> CHANGES =
      Set.of("UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete");

  /** Sending traces: X-Ray has no resources that a policy could name. */
  private static final Set<String> WITHOUT_RESOURCES =
      Set.of("xray:PutTraceSegments", "xray:PutTelemetryRecords");

  private static final Map<?, ?> TRACES =
      Map.of(
          "Fn::If",
          List.of("Traces", Map.of("Ref", "TracesPolicy"), Map.of("Ref", "AWS::NoValue")));

  /** Within a private door's policy: nobody comes in through an endpoint that is not listed. */
  private static final Map<?, ?> ENDPOINTS =
      Map.of(
          "Fn::If",
          List.of(
              "IsPrivate",
              Map.of(
                  "Effect", "Deny",
                  "Principal", "*",
                  "Action", "execute-api:Invoke",
                  "Resource", List.of("execute-api:/*"),
                  "Condition",
                      Map.of(
                          "StringNotEquals",
                          Map.of(
                              "aws:SourceVpce",
                              Map.of("Fn::Split", List.of(",", Map.of("Ref", "VpcEndpointIds")))))),
              Map.of("Ref", "AWS::NoValue")));

  /** In a key's policy: who may use it is for IAM in its account, where nobody is named. */
  private static final Map<?, ?> ADMINISTRATION =
      Map.of(
          "Effect", "Allow",
          "Principal",
              Map.of("AWS", Map.of("Fn::Sub", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root")),
          "Action", "kms:*",
          "Resource", "*");

  private final Map<?, ?> document;
  private final List<String> problems = new ArrayList<>();

  private TemplateRules(Map<?, ?> document) {
    this.document = document;
  }

  /** What is wrong with a template; nothing, if it is right. */
  static List<String> problems(String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    TemplateRules rules = new TemplateRules((Map<?, ?>) document);
    rules.each("AWS::Serverless::Function", rules::function);
    rules.each("AWS::Serverless::Api", rules::door);
    rules.each("AWS::ApiGateway::RestApi", rules::issuerDoor);
    rules.each("AWS::IAM::ManagedPolicy", rules::managedPolicy);
    rules.each("AWS::DynamoDB::Table", rules::table);
    rules.each("AWS::KMS::Key", rules::key);
    rules.each("AWS::Logs::LogGroup", rules::logGroup);
    return rules.problems;
  }

  private void each(String type, BiConsumer<String, Map<?, ?>> rule) {
    map(document, "Resources")
        .forEach((id, resource) -> {
          if (resource instanceof Map<?, ?> block && type.equals(block.get("Type"))) {
            rule.accept(String.valueOf(id), block);
          }
        });
  }

  private void door(String id, Map<?, ?> resource) {
    Map<?, ?> auth = map(map(resource, "Properties"), "Auth");
    require(
        list(map(auth, "ResourcePolicy").get("CustomStatements")).contains(ENDPOINTS),
        id + " does not refuse other endpoints, on every route and only where it is private");
  }

  /** STS comes from the internet, and signs nothing. */
  private void issuerDoor(String id, Map<?, ?> resource) {
    Map<?, ?> own = map(resource, "Properties");
    require(
        list(map(own, "EndpointConfiguration").get("Types")).equals(List.of("REGIONAL"))
            && !own.containsKey("Policy")
            && !map(own, "Body").containsKey("x-amazon-apigateway-policy"),
        id + " is closed to STS");
  }

  private void function(String id, Map<?, ?> resource) {
    Map<?, ?> own = map(resource, "Properties");
    Map<?, ?> shared = map(map(document, "Globals"), "Function");
    for (String setting :
        List.of(
            "AutoPublishAlias",
            "Timeout",
            "MemorySize",
            "ReservedConcurrentExecutions",
            "EventInvokeConfig",
            "SnapStart")) {
      require(own.containsKey(setting) || shared.containsKey(setting), id + " has no " + setting);
    }
    require(!own.containsKey("Policies"), id + " has SAM's role, which may write to every log");
    logs(id, map(own, "LoggingConfig"));
    variables(id, map(map(own, "Environment"), "Variables"));
    variables(id, map(map(shared, "Environment"), "Variables"));
    role(id);
    settings(id, own.toString() + shared);
    for (String metric : List.of("Errors", "Throttles")) {
      Map<?, ?> alarm = map(map(document, "Resources"), id + metric + "Alarm");
      require(
          String.valueOf(alarm).contains("Ref=" + id + "}"), id + " has no alarm for " + metric);
    }
  }

  /** Whatever a function's settings follow from makes a new version when it changes. */
  private void settings(String id, String function) {
    require(
        function.contains("VersionDescription={Fn::Sub=settings ${Settings}}"),
        id + " keeps old settings");
    require(
        function.contains("settings ${Settings}}, VersionDescription"),
        id + " is not changed by new settings");
    String content = map(map(document, "Resources"), "Settings").toString();
    for (Object parameter : map(document, "Parameters").keySet()) {
      String reference = "Ref=" + parameter + "}";
      boolean used =
          function.contains(reference)
              || map(document, "Conditions").entrySet().stream()
                  .anyMatch(condition ->
                      function.contains("Fn::If=[" + condition.getKey() + ",")
                          && condition.getValue().toString().contains(reference));
      require(!used || content.contains(reference), id + " keeps an old " + parameter);
    }
  }

  private void logs(String id, Map<?, ?> logging) {
    String group = String.valueOf(map(logging, "LogGroup").get("Ref"));
    Map<?, ?> log = map(map(document, "Resources"), group);
    require("AWS::Logs::LogGroup".equals(log.get("Type")), id + " has no log group of its own");
  }

  private void variables(String id, Map<?, ?> variables) {
    variables.forEach((name, value) -> {
      boolean named =
          String.valueOf(name).matches(".*(SECRET|PASSWORD|TOKEN|PRIVATE|CREDENTIAL).*");
      boolean resolved = String.valueOf(value).contains("{{resolve:");
      require(!named && !resolved, id + " has a secret in its environment: " + name);
    });
  }

  /** The role beside a function: its one policy, and nothing that is written elsewhere. */
  private void role(String id) {
    Map<?, ?> function = map(map(map(document, "Resources"), id), "Properties");
    require(
        map(function, "Role").equals(Map.of("Fn::GetAtt", List.of(id + "Role", "Arn"))),
        id + " has no role of its own");
    Map<?, ?> role = map(map(map(document, "Resources"), id + "Role"), "Properties");
    require(
        list(role.get("ManagedPolicyArns")).equals(List.of(TRACES)),
        id + " has a policy that is written elsewhere");
    boolean signs = keyActions(id).contains("kms:Sign");
    boolean writesIdentity = false;
    for (Object policy : list(role.get("Policies"))) {
      for (Object each : list(map((Map<?, ?>) policy, "PolicyDocument").get("Statement"))) {
        Map<?, ?> statement = (Map<?, ?>) each;
        statement(id, statement);
        outlives(id, statement);
        signs |= actions(statement).contains("kms:Sign");
        writesIdentity |= writes(statement, "IdentityTable");
      }
    }
    require(!(signs && writesIdentity), id + " can write identity and sign");
  }

  /** Beside a function's own policy, every role of the template, with the few exceptions below. */
  private void managedPolicy(String id, Map<?, ?> resource) {
    for (Object each : list(map(map(resource, "Properties"), "PolicyDocument").get("Statement"))) {
      Map<?, ?> statement = (Map<?, ?>) each;
      if (!actions(statement).equals(WITHOUT_RESOURCES)) {
        statement(id, statement);
      }
    }
  }

  private void statement(String id, Map<?, ?> statement) {
    if (!"Allow".equals(statement.get("Effect"))) {
      return;
    }
    for (String action : actions(statement)) {
      require(!action.contains("*"), id + " may do whatever matches " + action);
      String operation = action.substring(action.indexOf(':') + 1);
      require(
          !(CHANGES.contains(operation) && isAbout(statement, "AuditTable")),
          id + " may change audit records: " + action);
    }
    for (Object resource : list(statement.get("Resource"))) {
      require(!isWide(resource), id + " may do it to whatever matches " + resource);
    }
  }

  private static boolean isWide(Object resource) {
    return resource instanceof String text
        ? text.contains("*")
        : resource instanceof Map<?, ?> map && String.valueOf(map.get("Fn::Sub")).contains("*");
  }

  private static boolean writes(Map<?, ?> statement, String table) {
    return isAbout(statement, table)
        && actions(statement).stream()
            .map(action -> action.substring(action.indexOf(':') + 1))
            .anyMatch(WRITES::contains);
  }

  private static boolean isAbout(Map<?, ?> statement, String table) {
    return list(statement.get("Resource")).stream()
        .anyMatch(resource -> resource.toString().contains(table));
  }

  private static Set<String> actions(Map<?, ?> statement) {
    return list(statement.get("Action")).stream().map(String::valueOf).collect(Collectors.toSet());
  }

  private void table(String id, Map<?, ?> resource) {
    Map<?, ?> own = map(resource, "Properties");
    require(
        isTrue(map(own, "PointInTimeRecoverySpecification"), "PointInTimeRecoveryEnabled"),
        id + " has no point-in-time recovery");
    require(isTrue(map(own, "SSESpecification"), "SSEEnabled"), id + " is not encrypted");
    require(isTrue(own, "DeletionProtectionEnabled"), id + " can be deleted");
    retained(id, resource);
  }

  /** Its account administers it; beside that, its policy names functions' roles and actions. */
  private void key(String id, Map<?, ?> resource) {
    retained(id, resource);
    List<?> statements = statements(resource);
    require(statements.contains(ADMINISTRATION), id + " is out of its account's hands");
    for (Object each : statements) {
      Map<?, ?> statement = (Map<?, ?>) each;
      if (!statement.equals(ADMINISTRATION)) {
        String to = function(statement);
        require(!to.isEmpty(), id + " is for " + statement.get("Principal"));
        require(
            statement.keySet().equals(Set.of("Effect", "Principal", "Action", "Resource"))
                && "Allow".equals(statement.get("Effect")),
            id + " has a statement that is not understood: " + statement);
        for (String action : actions(statement)) {
          require(!action.contains("*"), id + " lets " + to + " do whatever matches " + action);
        }
      }
    }
    if (isChanged(id)) {
      each(
          "AWS::KMS::Key",
          (other, block) ->
              require(
                  !isChanged(other) || statements(block).equals(statements),
                  id + " has another policy than " + other));
    }
  }

  /** The function whose role a key's policy names; empty for anybody else. */
  private String function(Map<?, ?> statement) {
    Map<?, ?> principal = map(statement, "Principal");
    List<?> path = list(map(principal, "AWS").get("Fn::GetAtt"));
    if (principal.size() != 1 || path.size() != 2 || !"Arn".equals(path.get(1))) {
      return "";
    }
    String id = String.valueOf(path.getFirst()).replaceFirst("Role$", "");
    return "AWS::Serverless::Function".equals(map(map(document, "Resources"), id).get("Type"))
        ? id
        : "";
  }

  private static List<?> statements(Map<?, ?> key) {
    return list(map(map(key, "Properties"), "KeyPolicy").get("Statement"));
  }

  /** Whether a parameter brings this key into the template and takes it out again. */
  private boolean isChanged(String key) {
    return map(map(document, "Resources"), key).containsKey("Condition");
  }

  /** What the keys' own policies let a function do. */
  private Set<String> keyActions(String function) {
    Set<String> actions = new TreeSet<>();
    each(
        "AWS::KMS::Key",
        (id, resource) ->
            statements(resource).stream()
                .map(each -> (Map<?, ?>) each)
                .filter(statement -> function(statement).equals(function))
                .forEach(statement -> actions.addAll(actions(statement))));
    return actions;
  }

  /** A role changes before its function: it may not lose a right that the function still needs. */
  private void outlives(String id, Map<?, ?> statement) {
    each(
        "AWS::KMS::Key",
        (key, resource) ->
            require(
                !isChanged(key)
                    || list(statement.get("Resource")).stream()
                        .noneMatch(one -> one.toString().matches(".*\\b" + key + "\\b.*")),
                id + " loses " + key + " before its settings do"));
  }

  private void logGroup(String id, Map<?, ?> resource) {
    require(map(resource, "Properties").containsKey("RetentionInDays"), id + " is kept for ever");
  }

  private void retained(String id, Map<?, ?> resource) {
    for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
      require("Retain".equals(resource.get(policy)), id + " goes with the stack: " + policy);
    }
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static boolean isTrue(Map<?, ?> parent, String name) {
    return Boolean.TRUE.equals(parent.get(name));
  }

  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return parent.get(name) instanceof Map<?, ?> child ? child : Map.of();
  }

  /** One or many, as a template may write it. */
  private static List<?> list(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> many -> many;
      default -> Stream.of(value).toList();
    };
  }
}
