package dev.vouch.administer;

import dev.vouch.core.policy.Node;
import dev.vouch.core.secret.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * Reads one YAML 1.2 document of mappings, lists and scalars, and keeps the line of each. What
 * makes YAML surprising is refused: anchors and aliases (a small file that grows without bound),
 * tags, keys that are not scalars, a second document, deep nesting. A member written twice is kept
 * twice, for the policy's reader to refuse.
 */
final class PolicyYaml {
  private static final int MAX_DEPTH = 16;
  private static final LoadSettings SETTINGS = LoadSettings.builder().setUseMarks(true).build();

  private final CoreScalarResolver scalars = new CoreScalarResolver(false);
  private final Iterator<Event> events;

  private PolicyYaml(String text) {
    events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /** What became of a file. */
  sealed interface Reading {
    record Document(Node node) implements Reading {}

    record NotYaml(Fault fault) implements Reading {}
  }

  /**
   * Why a file cannot be read.
   *
   * @param line from 1, or 0 where it is not known
   */
  record Fault(String code, String message, int line) {}

  static Reading read(Bytes file) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.toArray())).toString();
      return new Reading.Document(new PolicyYaml(text).document());
    } catch (CharacterCodingException e) {
      return new Reading.NotYaml(new Fault("not_utf_8", "The file is not UTF-8 text.", 0));
    } catch (Unsupported e) {
      return new Reading.NotYaml(e.fault);
    } catch (MarkedYamlEngineException e) {
      String problem = String.valueOf(e.getProblem());
      return new Reading.NotYaml(
          new Fault("not_yaml", "This is not YAML: " + problem + ".", line(e.getProblemMark())));
    } catch (YamlEngineException e) {
      return new Reading.NotYaml(
          new Fault("not_yaml", "The file has a character that YAML does not allow.", 0));
    }
  }

  /** Ends the reading of a file that is YAML but not of the kind that a policy may be. */
  private static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    Unsupported(String code, String message, Event at) {
      super(code);
      this.fault = new Fault(code, message, line(at.getStartMark()));
    }
  }

  private Node document() throws Unsupported {
    events.next();
    Event start = events.next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      return new Node.Other("nothing", 1);
    }
    Node node = node(events.next(), 0);
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw new Unsupported("second_document", "A policy is one YAML document.", after);
    }
    return node;
  }

  private Node node(Event event, int depth) throws Unsupported {
    if (event instanceof NodeEvent node) {
      refuseAnchors(node);
    }
    if (depth > MAX_DEPTH) {
      throw new Unsupported("too_deep", "No policy is nested as deeply as this.", event);
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent sequence -> sequence(sequence, depth);
      case MappingStartEvent mapping -> mapping(mapping, depth);
      default -> throw new IllegalStateException("not the start of a node: " + event);
    };
  }

  private static void refuseAnchors(NodeEvent event) throws Unsupported {
    Optional<Anchor> anchor = event.getAnchor();
    if (event instanceof AliasEvent || anchor.isPresent()) {
      throw new Unsupported("anchor_not_allowed", "Write it out: no anchors, no aliases.", event);
    }
  }

  private Node scalar(ScalarEvent event) throws Unsupported {
    refuseTag(event.getTag(), event);
    int line = line(event.getStartMark());
    if (!event.isPlain()) {
      return new Node.Text(event.getValue(), line);
    }
    Tag kind = scalars.resolve(event.getValue(), true);
    if (kind.equals(Tag.STR)) {
      return new Node.Text(event.getValue(), line);
    }
    if (kind.equals(Tag.NULL)) {
      return new Node.Other("nothing", line);
    }
    return new Node.Other(kind.equals(Tag.BOOL) ? "true or false" : "a number", line);
  }

  private Node sequence(SequenceStartEvent start, int depth) throws Unsupported {
    refuseTag(start.getTag(), start);
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, depth + 1));
      event = events.next();
    }
    return new Node.Sequence(items, line(start.getStartMark()));
  }

  private Node mapping(MappingStartEvent start, int depth) throws Unsupported {
    refuseTag(start.getTag(), start);
    List<Node.Member> members = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      String name = name(event);
      members.add(
          new Node.Member(name, node(events.next(), depth + 1), line(event.getStartMark())));
      event = events.next();
    }
    return new Node.Mapping(members, line(start.getStartMark()));
  }

  private static String name(Event event) throws Unsupported {
    if (event instanceof NodeEvent node) {
      refuseAnchors(node);
    }
    if (!(event instanceof ScalarEvent name)) {
      throw new Unsupported("wrong_key", "A member's name has to be a word.", event);
    }
    refuseTag(name.getTag(), name);
    return name.getValue();
  }

  private static void refuseTag(Optional<String> tag, Event event) throws Unsupported {
    if (tag.isPresent()) {
      throw new Unsupported("tag_not_allowed", "A policy has no use for YAML tags.", event);
    }
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(0);
  }
}
