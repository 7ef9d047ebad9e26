package dev.vouch.core.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259): one object, no duplicate members, no half characters, nothing
 * after it.
 */
public final class Json {
  private static final JSON STRICT =
      JSON.std
          .with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
          .with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private Json() {}

  /** Parses exactly one object. */
  public static JsonObject parse(byte[] utf8) throws InvalidJson {
    try (JsonParser parser = STRICT.createParser(utf8)) {
      if (parser.nextToken() != com.fasterxml.jackson.core.JsonToken.START_OBJECT) {
        throw new InvalidJson(InvalidJson.Reason.NOT_JSON, "The input is not a JSON object.");
      }
      Map<String, @Nullable Object> members = new LinkedHashMap<>(STRICT.mapFrom(parser));
      if (parser.nextToken() != null) {
        throw new InvalidJson(InvalidJson.Reason.NOT_JSON, "Something follows the JSON object.");
      }
      if (!isUnicode(members)) {
        throw new InvalidJson(InvalidJson.Reason.NOT_JSON, "A string is not Unicode text.");
      }
      return new JsonObject("", members);
    } catch (JsonParseException e) {
      throw refusal(e);
    } catch (JSONObjectException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw new InvalidJson(InvalidJson.Reason.NOT_JSON, "The input is not JSON.");
    }
  }

  /**
   * The one encoding of {@code members} that Vouch signs and hashes: members in the map's order, no
   * white space, UTF-8.
   */
  public static byte[] write(Map<String, ?> members) {
    try {
      return STRICT.asBytes(members);
    } catch (IOException memoryDoesNotFail) {
      throw new UncheckedIOException(memoryDoesNotFail);
    }
  }

  /**
   * Half a surrogate pair (RFC 8259 section 8.2) can be read and never be written again: an answer
   * that repeats a member's name would fail.
   */
  private static boolean isUnicode(@Nullable Object value) {
    return switch (value) {
      case String text -> isUnicode(text);
      case Map<?, ?> map -> areUnicode(map.keySet()) && areUnicode(map.values());
      case List<?> list -> areUnicode(list);
      case null, default -> true;
    };
  }

  private static boolean areUnicode(Collection<?> values) {
    for (Object value : values) {
      if (!isUnicode(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnicode(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static InvalidJson refusal(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("duplicate")
        ? new InvalidJson(InvalidJson.Reason.DUPLICATE_MEMBER, "A member occurs twice.")
        : new InvalidJson(InvalidJson.Reason.NOT_JSON, "The input is not JSON.");
  }
}
