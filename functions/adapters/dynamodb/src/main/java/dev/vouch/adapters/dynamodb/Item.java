package dev.vouch.adapters.dynamodb;

import dev.vouch.core.secret.Bytes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of one item, written and read by type. An attribute of another type is a fault.
 */
public final class Item {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<String, AttributeValue> attributes;

  private Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  /** The key of an item in a table with partition and sort key. */
  public static Item key(String partition, String sort) {
    return new Item(new LinkedHashMap<>()).with("pk", partition).with("sk", sort);
  }

  /** The key of an item in the table of used proofs and challenges, which has no sort key. */
  public static Item key(String partition) {
    return new Item(new LinkedHashMap<>()).with("pk", partition);
  }

  /** Values of an expression, without a key. */
  public static Item values() {
    return new Item(new LinkedHashMap<>());
  }

  /** An item as it was read; empty where there is none. */
  public static Optional<Item> read(Map<String, AttributeValue> attributes) {
    return attributes.isEmpty() ? Optional.empty() : Optional.of(new Item(attributes));
  }

  public Item with(String name, String value) {
    return put(name, AttributeValue.fromS(value));
  }

  public Item with(String name, long value) {
    return put(name, AttributeValue.fromN(Long.toString(value)));
  }

  public Item with(String name, Bytes value) {
    return put(name, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value.toArray())));
  }

  /** A list of strings. */
  public Item with(String name, List<String> values) {
    return put(name, AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList()));
  }

  /** An instant as text in UTC, to the millisecond, which sorts by time. */
  public Item with(String name, Instant at) {
    return with(name, text(at));
  }

  /** An instant as stored: always three digits after the second, so that text sorts by time. */
  static String text(Instant at) {
    return MILLIS.format(at);
  }

  /** The same as epoch seconds, as the tables' time-to-live attribute wants it. */
  public Item withEpoch(String name, Instant at) {
    return with(name, at.getEpochSecond());
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public String string(String name) {
    return required(name, required(name).s());
  }

  public long number(String name) {
    return Long.parseLong(required(name, required(name).n()));
  }

  public Bytes bytes(String name) {
    return Bytes.of(required(name, required(name).b()).asByteArrayUnsafe());
  }

  /** A list of strings. */
  public List<String> strings(String name) {
    return required(name).l().stream().map(v -> required(name, v.s())).toList();
  }

  /** An instant written by {@link #with(String, Instant)}. */
  public Instant instant(String name) {
    return Instant.parse(string(name));
  }

  /** An instant written by {@link #withEpoch}. */
  public Instant epoch(String name) {
    return Instant.ofEpochSecond(number(name));
  }

  /** For the SDK. */
  public Map<String, AttributeValue> toMap() {
    return attributes;
  }

  private Item put(String name, AttributeValue value) {
    attributes.put(name, value);
    return this;
  }

  private AttributeValue required(String name) {
    return required(name, attributes.get(name));
  }

  private static <T> T required(String name, @org.jspecify.annotations.Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a stored item lacks the attribute " + name);
    }
    return value;
  }
}
