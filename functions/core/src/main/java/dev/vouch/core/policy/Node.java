package dev.vouch.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document before anybody knows what it means. A mapping keeps every member, so that one written
 * twice is seen.
 */
public sealed interface Node {
  /** Where it starts in its file, from 1; 0 when unknown. */
  int line();

  record Mapping(List<Member> members, int line) implements Node {
    public Mapping {
      members = List.copyOf(members);
    }
  }

  /** A name and its value; the line is that of the name. */
  record Member(String name, Node value, int line) {}

  record Sequence(List<Node> items, int line) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Text(String value, int line) implements Node {}

  /**
   * Anything else; a policy has no use for it.
   *
   * @param what for a message, for example {@code a number}
   */
  record Other(String what, int line) implements Node {}

  /** A tree of maps, lists and scalars, as JSON libraries make it; no lines are known. */
  static Node of(@Nullable Object tree) {
    return switch (tree) {
      case null -> new Other("nothing", 0);
      case Map<?, ?> map -> {
        List<Member> members = new ArrayList<>();
        map.forEach((name, value) -> members.add(new Member(String.valueOf(name), of(value), 0)));
        yield new Mapping(members, 0);
      }
      case List<?> list -> {
        List<Node> items = new ArrayList<>();
        list.forEach(item -> items.add(of(item)));
        yield new Sequence(items, 0);
      }
      case String text -> new Text(text, 0);
      case Number number -> new Other("a number", 0);
      case Boolean truth -> new Other("true or false", 0);
      default -> throw new IllegalArgumentException("no document: " + tree.getClass());
    };
  }
}
