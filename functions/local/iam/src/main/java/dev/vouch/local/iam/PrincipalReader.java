package dev.vouch.local.iam;

import dev.vouch.local.iam.MalformedPolicyDocument.Code;
import dev.vouch.local.iam.Principal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the Principal element. */
final class PrincipalReader {
  private PrincipalReader() {}

  static List<PrincipalPattern> read(Object element) {
    if (element instanceof String text) {
      if (text.equals("*")) {
        return List.of(new PrincipalPattern.Everybody());
      }
      throw wrong(text);
    }
    Map<String, Object> members = Elements.object(element, "Principal");
    List<PrincipalPattern> patterns = new ArrayList<>();
    members.forEach((member, names) ->
        Elements.strings(names, "Principal")
            .forEach(name -> patterns.add(pattern(kind(member), name))));
    if (patterns.isEmpty()) {
      throw new MalformedPolicyDocument(Code.MISSING_ELEMENT, "Principal is empty");
    }
    return List.copyOf(patterns);
  }

  private static Kind kind(String member) {
    for (Kind kind : Kind.values()) {
      if (kind.member().equals(member)) {
        return kind;
      }
    }
    throw new MalformedPolicyDocument(Code.UNKNOWN_ELEMENT, "Principal: " + member);
  }

  private static PrincipalPattern pattern(Kind kind, String name) {
    if (kind == Kind.AWS && name.equals("*")) {
      return new PrincipalPattern.EveryAwsIdentity();
    }
    if (name.isEmpty() || name.contains("*") || name.contains("?")) {
      throw wrong(name);
    }
    if (kind != Kind.AWS) {
      return new PrincipalPattern.Exactly(new Principal(kind, name));
    }
    if (isAccount(name)) {
      return new PrincipalPattern.Account(name);
    }
    List<String> parts = ArnPattern.parse(name).orElseThrow(() -> wrong(name)).parts();
    return parts.get(5).equals("root")
        ? new PrincipalPattern.Account(parts.get(4))
        : new PrincipalPattern.Exactly(new Principal(kind, name));
  }

  private static boolean isAccount(String name) {
    return name.length() == 12 && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static MalformedPolicyDocument wrong(String name) {
    return new MalformedPolicyDocument(Code.WRONG_PRINCIPAL, "Principal " + name);
  }
}
