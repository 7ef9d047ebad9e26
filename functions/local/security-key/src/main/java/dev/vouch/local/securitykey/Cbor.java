package dev.vouch.local.securitykey;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes CTAP2 canonical CBOR: shortest heads, map keys in the order of their encoding. */
final class Cbor {
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Cbor() {}

  /**
   * Encodes integers, booleans, byte[], String, List and Map; anything else is a programming error.
   */
  static byte[] encode(Object value) {
    Cbor cbor = new Cbor();
    cbor.write(value);
    return cbor.out.toByteArray();
  }

  private void write(Object value) {
    switch (value) {
      case Integer i -> writeInteger(i);
      case Long l -> writeInteger(l);
      case Boolean b -> out.write(b ? 0xf5 : 0xf4);
      case byte[] bytes -> {
        head(BYTES, bytes.length);
        out.writeBytes(bytes);
      }
      case String text -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
      }
      case List<?> list -> {
        head(ARRAY, list.size());
        list.forEach(this::write);
      }
      case Map<?, ?> map -> writeMap(map);
      default -> throw new IllegalArgumentException("not CBOR: " + value.getClass());
    }
  }

  private void writeInteger(long value) {
    if (value >= 0) {
      head(UNSIGNED, value);
    } else {
      head(NEGATIVE, -1 - value);
    }
  }

  private void writeMap(Map<?, ?> map) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    map.forEach((key, value) -> sorted.put(encode(key), encode(value)));
    head(MAP, sorted.size());
    sorted.forEach((key, value) -> {
      out.writeBytes(key);
      out.writeBytes(value);
    });
  }

  private void head(int major, long value) {
    int type = major << 5;
    if (value < 24) {
      out.write(type | (int) value);
    } else if (value < 1 << 8) {
      out.write(type | 24);
      out.write((int) value);
    } else if (value < 1 << 16) {
      out.write(type | 25);
      writeBigEndian(value, 2);
    } else {
      out.write(type | 26);
      writeBigEndian(value, 4);
    }
  }

  private void writeBigEndian(long value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
