package dev.vouch.local;

import dev.vouch.local.aws.Kms;
import dev.vouch.local.aws.KmsKey;
import dev.vouch.local.template.FunctionBlock;
import dev.vouch.local.template.Template;
import dev.vouch.local.template.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The parameters of a deployment, and the keys and aliases that they make of the template. */
final class Resources {
  private final Template template;
  private final Kms kms;
  private final Map<String, String> references;

  /**
   * Each key's ARN and id, by {@code LogicalId.Arn}; one that is gone from the stack is left out.
   */
  private final Map<String, String> keys = new LinkedHashMap<>();

  private final Map<String, String> arns;

  /**
   * Makes the keys.
   *
   * @param references of the template, its parameters among them
   * @param arns of everything else, by {@code LogicalId.Arn}
   */
  Resources(Template template, Kms kms, Map<String, String> references, Map<String, String> arns) {
    this.arns = Map.copyOf(arns);
    this.template = template;
    this.kms = kms;
    this.references = new LinkedHashMap<>(references);
    makeKeys();
  }

  /** What the template's references give now. */
  Values values() {
    Map<String, String> all = new LinkedHashMap<>(references);
    keys.forEach((attribute, arn) -> all.put(attribute.replace(".Arn", ""), arn));
    Map<String, String> attributes = new LinkedHashMap<>(arns);
    attributes.putAll(keys);
    return template.conditions(new Values(all, attributes));
  }

  /** What the functions' roles may do now, by the functions' logical ids. */
  Map<String, String> policies() {
    return template.policies(values());
  }

  /** The ARN of a key that there is. */
  String key(String id) {
    return Objects.requireNonNull(keys.get(id + ".Arn"), id);
  }

  /** The policies of the keys that there are, by the keys' ARNs. */
  Map<String, String> keyPolicies() {
    Map<String, String> policies = new LinkedHashMap<>();
    template.keyPolicies(values()).forEach((id, policy) -> policies.put(key(id), policy));
    return policies;
  }

  /**
   * The functions as another value of a parameter makes them. Keys are made and left first; one
   * that is left keeps its policy, as KMS keeps the key.
   */
  List<FunctionBlock> deploy(String parameter, String value) {
    references.put(parameter, value);
    makeKeys();
    return template.functions(values());
  }

  /** Points each alias to the key that the parameters say. */
  void pointAliases() {
    template.aliases(values()).forEach(kms::point);
  }

  private void makeKeys() {
    Map<String, String> wanted = template.keys(values());
    wanted.forEach((id, spec) ->
        keys.computeIfAbsent(
            id + ".Arn", attribute -> kms.create(arn -> KmsKey.ofSpec(spec, arn)).arn()));
    keys.keySet().removeIf(attribute -> !wanted.containsKey(attribute.replace(".Arn", "")));
    keyPolicies().forEach(kms::putPolicy);
    template.aliasNames(values()).forEach(references::put);
  }
}
