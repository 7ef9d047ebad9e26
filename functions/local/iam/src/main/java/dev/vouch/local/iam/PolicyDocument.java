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

  /** What a policy is of, and so what its statements name. */
  enum Kind {
    /** An identity's or a session's: a resource. */
    IDENTITY,
    /** A role's own about who may assume it: a principal. */
    TRUST,
    /** A resource's own: a principal and a resource. */
    RESOURCE
  }

  private final List<Statement> statements;
  private final Kind kind;

  private PolicyDocument(List<Statement> statements, Kind kind) {
    this.statements = List.copyOf(statements);
    this.kind = kind;
  }

  /**
   * Loads a policy of an identity or a session: a resource in every statement and no principal.
   *
   * @throws MalformedPolicyDocument if anything in it is wrong or unknown
   */
  public static PolicyDocument parse(String json) {
    return load(json, Kind.IDENTITY);
  }

  /**
   * Loads a role's trust policy: a principal in every statement and no resource.
   *
   * @throws MalformedPolicyDocument if anything in it is wrong or unknown
   */
  public static PolicyDocument parseTrust(String json) {
    return load(json, Kind.TRUST);
  }

  /**
   * Loads a resource's own policy, such as a KMS key's: a principal and a resource in every
   * statement.
   *
   * @throws MalformedPolicyDocument if anything in it is wrong or unknown
   */
  public static PolicyDocument parseResource(String json) {
    return load(json, Kind.RESOURCE);
  }

  private static PolicyDocument load(String json, Kind kind) {
    Map<String, Object> members = Elements.object(tree(json), "the policy");
    Elements.onlyKnown(members, MEMBERS, "the policy");
    if (!VERSION.equals(members.get("Version"))) {
      throw new MalformedPolicyDocument(Code.WRONG_VERSION, "Version must be " + VERSION);
    }
    if (members.containsKey("Id")) {
      Elements.string(members.get("Id"), "Id");
    }
    List<Statement> statements =
        new StatementReader(kind).read(Elements.required(members, "Statement"));
    refuseRepeatedSids(statements);
    return new PolicyDocument(statements, kind);
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

  Kind kind() {
    return kind;
  }
}
