package dev.vouch.local.iam;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.iam.MalformedPolicyDocument.Code;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A loaded policy: version 2012-10-17, every element understood. */
public final class PolicyDocument {
  static final String VERSION = "2012-10-17";
  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final List<Statement> statements;
  private final boolean trust;

  private PolicyDocument(List<Statement> statements, boolean trust) {
    this.statements = List.copyOf(statements);
    this.trust = trust;
  }

  /**
   * Loads a policy of an identity or a session: a resource in every statement and no principal.
   *
   * @throws MalformedPolicyDocument if anything in it is wrong or unknown
   */
  public static PolicyDocument parse(String json) {
    return load(json, false);
  }

  /**
   * Loads a role's trust policy: a principal in every statement and no resource.
   *
   * @throws MalformedPolicyDocument if anything in it is wrong or unknown
   */
  public static PolicyDocument parseTrust(String json) {
    return load(json, true);
  }

  private static PolicyDocument load(String json, boolean trust) {
    Map<String, Object> members = Elements.object(tree(json), "the policy");
    Elements.onlyKnown(members, MEMBERS, "the policy");
    if (!VERSION.equals(members.get("Version"))) {
      throw new MalformedPolicyDocument(Code.WRONG_VERSION, "Version must be " + VERSION);
    }
    if (members.containsKey("Id")) {
      Elements.string(members.get("Id"), "Id");
    }
    List<Statement> statements =
        new StatementReader(trust).read(Elements.required(members, "Statement"));
    refuseRepeatedSids(statements);
    return new PolicyDocument(statements, trust);
  }

  private static Object tree(String json) {
    try (JsonParser parser = STRICT.createParser(json)) {
      Object tree = JSON.std.anyFrom(parser);
      if (tree == null || parser.nextToken() != null) {
        throw new MalformedPolicyDocument(Code.NOT_JSON, "one JSON object is expected");
      }
      return tree;
    } catch (JacksonException notJson) {
      throw new MalformedPolicyDocument(Code.NOT_JSON, notJson.getOriginalMessage());
    } catch (IOException notJson) {
      throw new MalformedPolicyDocument(Code.NOT_JSON, "unreadable JSON");
    }
  }

  private static void refuseRepeatedSids(List<Statement> statements) {
    Set<String> seen = new HashSet<>();
    for (Statement statement : statements) {
      statement
          .sid()
          .filter(sid -> !seen.add(sid))
          .ifPresent(sid -> {
            throw new MalformedPolicyDocument(Code.DUPLICATE_SID, "Sid " + sid + " twice");
          });
    }
  }

  List<Statement> statements() {
    return statements;
  }

  boolean isTrust() {
    return trust;
  }
}
