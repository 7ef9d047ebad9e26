package dev.vouch.local.template;

import dev.vouch.core.json.Json;
import dev.vouch.local.template.DoorBlock.GatewayResponse;
import dev.vouch.local.template.DoorBlock.Reserved;
import dev.vouch.local.template.FunctionBlock.RouteBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A CloudFormation template of this project. */
public final class Template {
  private static final String EVERY_ROUTE = "execute-api:/*";
  private static final String EVERY_METHOD = "execute-api:/*/*";
  private static final String EVERY_STAGE = "execute-api:/*/";
  private final Map<?, ?> document;

  private Template(Map<?, ?> document) {
    this.document = document;
  }

  /** Reads the file. */
  public static Template read(Path file) throws IOException {
    Object document =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new Template((Map<?, ?>) document);
  }

  /** The parameters that have a default, with it. */
  public Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    map(document, "Parameters")
        .forEach((name, parameter) -> {
          Object value = ((Map<?, ?>) parameter).get("Default");
          if (value != null) {
            defaults.put(String.valueOf(name), value.toString());
          }
        });
    return defaults;
  }

  /** The values, with what the template's conditions make of them. */
  public Values conditions(Values values) {
    return values.with(map(document, "Conditions"));
  }

  /** The key specs of the KMS keys that there are, by logical id. */
  public Map<String, String> keys(Values values) {
    Map<String, String> keys = new LinkedHashMap<>();
    ofType("AWS::KMS::Key")
        .forEach((id, properties) -> {
          Object condition = map(map(document, "Resources"), id).get("Condition");
          if (condition == null || values.isTrue(String.valueOf(condition))) {
            keys.put(id, String.valueOf(properties.get("KeySpec")));
          }
        });
    return keys;
  }

  /** The policies, in JSON, of the KMS keys that there are, by logical id. */
  public Map<String, String> keyPolicies(Values values) {
    Map<String, String> policies = new LinkedHashMap<>();
    Map<String, Map<?, ?>> keys = ofType("AWS::KMS::Key");
    for (String id : keys(values).keySet()) {
      policies.put(id, json(values.resolved(map(map(keys, id), "KeyPolicy"))));
    }
    return policies;
  }

  /** The logical id of each function's role, by the function's. */
  public Map<String, String> roleIds() {
    Map<String, String> roles = new LinkedHashMap<>();
    ofType("AWS::Serverless::Function")
        .forEach((id, properties) -> {
          Object role = list(map(properties, "Role").get("Fn::GetAtt")).getFirst();
          roles.put(id, String.valueOf(role));
        });
    return roles;
  }

  /** What {@code Ref} gives for each alias: its name. */
  public Map<String, String> aliasNames(Values values) {
    Map<String, String> names = new LinkedHashMap<>();
    ofType("AWS::KMS::Alias")
        .forEach((id, properties) -> names.put(id, values.text(properties.get("AliasName"))));
    return names;
  }

  /** The ids of the keys that the aliases point to, by alias. */
  public Map<String, String> aliases(Values values) {
    Map<String, String> aliases = new LinkedHashMap<>();
    ofType("AWS::KMS::Alias")
        .forEach((id, properties) ->
            aliases.put(
                values.text(properties.get("AliasName")),
                values.text(properties.get("TargetKeyId"))));
    return aliases;
  }

  /** The IAM roles, each with one policy in it. */
  public List<RoleBlock> roles(Values values) {
    return ofType("AWS::IAM::Role").values().stream().map(role -> role(role, values)).toList();
  }

  private static RoleBlock role(Map<?, ?> properties, Values values) {
    Map<?, ?> policy = (Map<?, ?>) list(properties.get("Policies")).getFirst();
    return new RoleBlock(
        values.text(properties.get("RoleName")),
        values.text(properties.get("AssumeRolePolicyDocument")),
        json(values.resolved(map(policy, "PolicyDocument"))),
        Duration.ofSeconds(Long.parseLong(values.text(properties.get("MaxSessionDuration")))));
  }

  /** The functions, in the template's order. */
  public List<FunctionBlock> functions(Values values) {
    List<FunctionBlock> functions = new ArrayList<>();
    Map<?, ?> globals = map(map(document, "Globals"), "Function");
    Map<?, ?> shared = environment(globals);
    ofType("AWS::Serverless::Function")
        .forEach((id, properties) -> {
          Map<String, String> variables = new LinkedHashMap<>();
          shared.forEach((name, value) -> variables.put(String.valueOf(name), values.text(value)));
          environment(properties)
              .forEach((name, value) -> variables.put(String.valueOf(name), values.text(value)));
          functions.add(
              new FunctionBlock(
                  id,
                  values.text(properties.get("CodeUri")),
                  values.text(properties.get("Handler")),
                  Integer.parseInt(values.text(memory(properties, globals))),
                  variables,
                  routes(properties)));
        });
    return functions;
  }

  /**
   * What each function's role may do, as a policy document in JSON, by the function's logical id.
   */
  public Map<String, String> policies(Values values) {
    Map<String, String> policies = new LinkedHashMap<>();
    Map<String, Map<?, ?>> roles = ofType("AWS::IAM::Role");
    roleIds()
        .forEach((id, role) -> {
          List<?> inline = list(map(roles, role).get("Policies"));
          if (inline.size() != 1) {
            throw new IllegalArgumentException(role + " has not exactly one policy");
          }
          Map<?, ?> document = map((Map<?, ?>) inline.getFirst(), "PolicyDocument");
          policies.put(id, json(values.resolved(document)));
        });
    return policies;
  }

  /** The logical ids of the log groups. */
  public Set<String> logGroups() {
    return ofType("AWS::Logs::LogGroup").keySet();
  }

  private static String json(Map<String, Object> document) {
    return new String(Json.write(document), StandardCharsets.UTF_8);
  }

  /** The front door. */
  public DoorBlock door(Values values) {
    Map<?, ?> properties = ofType("AWS::Serverless::Api").values().iterator().next();
    List<String> open = new ArrayList<>();
    List<Reserved> reserved = new ArrayList<>();
    Map<?, ?> policy = values.resolved(map(map(properties, "Auth"), "ResourcePolicy"));
    for (Object statement : list(policy.get("CustomStatements"))) {
      readStatement((Map<?, ?>) statement, open, reserved);
    }
    Map<String, GatewayResponse> responses = new LinkedHashMap<>();
    map(properties, "GatewayResponses")
        .forEach((type, block) -> responses.put(String.valueOf(type), response((Map<?, ?>) block)));
    return new DoorBlock(open, reserved, responses);
  }

  /** An Allow for everybody opens routes; a Deny for all but some reserves a prefix. */
  private static void readStatement(
      Map<?, ?> statement, List<String> open, List<Reserved> reserved) {
    if ("Deny".equals(statement.get("Effect"))) {
      Map<?, ?> condition = map(map(statement, "Condition"), "StringNotEquals");
      String key = String.valueOf(condition.keySet().iterator().next());
      List<String> to = Arrays.asList(String.valueOf(condition.get(key)).split(",", -1));
      for (Object resource : list(statement.get("Resource"))) {
        reserved.add(new Reserved(prefix(String.valueOf(resource)), key, to));
      }
    } else if ("*".equals(statement.get("Principal"))) {
      for (Object resource : list(statement.get("Resource"))) {
        open.add(String.valueOf(resource).replace(EVERY_STAGE, ""));
      }
    }
  }

  private static String prefix(String resource) {
    return resource.equals(EVERY_ROUTE) ? "/" : resource.replace(EVERY_METHOD, "").replace("*", "");
  }

  private static GatewayResponse response(Map<?, ?> block) {
    Object status = block.get("StatusCode");
    return new GatewayResponse(
        status instanceof Number number ? number.intValue() : 0,
        String.valueOf(map(block, "ResponseTemplates").get("application/json")));
  }

  /** 128 MiB unless the template says otherwise, as in Lambda. */
  private static Object memory(Map<?, ?> properties, Map<?, ?> globals) {
    Object own = properties.get("MemorySize");
    if (own != null) {
      return own;
    }
    Object shared = globals.get("MemorySize");
    return shared == null ? 128 : shared;
  }

  private static Map<?, ?> environment(Map<?, ?> properties) {
    return map(map(properties, "Environment"), "Variables");
  }

  private List<RouteBlock> routes(Map<?, ?> properties) {
    List<RouteBlock> routes = new ArrayList<>();
    map(properties, "Events")
        .forEach((name, event) -> {
          Map<?, ?> api = map((Map<?, ?>) event, "Properties");
          if ("Api".equals(((Map<?, ?>) event).get("Type"))) {
            routes.add(
                new RouteBlock(
                    String.valueOf(api.get("Method")),
                    String.valueOf(api.get("Path")),
                    "AWS_IAM".equals(map(api, "Auth").get("Authorizer")),
                    members(map(api, "RequestModel"))));
          }
        });
    return routes;
  }

  /** What a body has to hold by the model that it is validated against. */
  private List<String> members(Map<?, ?> model) {
    if (!Boolean.TRUE.equals(model.get("ValidateBody"))) {
      return List.of();
    }
    Map<?, ?> door = ofType("AWS::Serverless::Api").values().iterator().next();
    Map<?, ?> schema = map(map(door, "Models"), String.valueOf(model.get("Model")));
    return list(schema.get("required")).stream().map(String::valueOf).toList();
  }

  private Map<String, Map<?, ?>> ofType(String type) {
    Map<String, Map<?, ?>> found = new LinkedHashMap<>();
    map(document, "Resources")
        .forEach((id, resource) -> {
          if (resource instanceof Map<?, ?> block && type.equals(block.get("Type"))) {
            found.put(String.valueOf(id), map(block, "Properties"));
          }
        });
    return found;
  }

  /** A mapping below this one; empty where it is absent. */
  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return parent.get(name) instanceof Map<?, ?> child ? child : Map.of();
  }

  /** CloudFormation takes one value for a list of one. */
  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }
}
