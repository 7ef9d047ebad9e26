package dev.vouch.core.policy;

import dev.vouch.core.policy.Problem.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Collects what is wrong while a document is read. A reader that finds a problem notes it here and
 * goes on with an empty value, so that one run shows them all.
 */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  List<Problem> found() {
    return found;
  }

  /** Always empty, so that a reader may return it. */
  <T> Optional<T> add(String path, int line, Code code, String message) {
    OptionalInt known = line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    found.add(new Problem(path, code, message, known));
    return Optional.empty();
  }

  <T> Optional<T> add(String path, Node node, Code code, String message) {
    return add(path, node.line(), code, message);
  }

  Optional<String> text(Node node, String path) {
    return node instanceof Node.Text text
        ? Optional.of(text.value())
        : add(path, node, Code.WRONG_TYPE, "This must be text, not " + what(node) + ".");
  }

  Optional<Node.Mapping> mapping(Node node, String path) {
    return node instanceof Node.Mapping mapping
        ? Optional.of(mapping)
        : add(path, node, Code.WRONG_TYPE, "This must be a mapping, not " + what(node) + ".");
  }

  /**
   * Reads a list of 1 to {@code most} different items.
   *
   * @return the items that could be read
   */
  <T> List<T> list(Node node, String path, int most, BiFunction<Node, String, Optional<T>> reader) {
    if (!(node instanceof Node.Sequence sequence)) {
      add(path, node, Code.WRONG_TYPE, "This must be a list, not " + what(node) + ".");
      return List.of();
    }
    if (sequence.items().isEmpty()) {
      add(path, node, Code.EMPTY_LIST, "This list must not be empty.");
    }
    if (sequence.items().size() > most) {
      add(path, node, Code.TOO_MANY, "At most " + most + " entries are allowed here.");
      return List.of();
    }
    return items(sequence, path, reader);
  }

  private <T> List<T> items(
      Node.Sequence sequence, String path, BiFunction<Node, String, Optional<T>> reader) {
    List<T> items = new ArrayList<>();
    Set<T> seen = new HashSet<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      String at = path + "[" + i + "]";
      Optional<T> read = reader.apply(item, at);
      if (read.isPresent() && !seen.add(read.get())) {
        add(at, item, Code.DUPLICATE_VALUE, "This is in the list already.");
      }
      read.ifPresent(items::add);
    }
    return items;
  }

  static String what(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> "a mapping";
      case Node.Sequence sequence -> "a list";
      case Node.Text text -> "text";
      case Node.Other other -> other.what();
    };
  }
}
