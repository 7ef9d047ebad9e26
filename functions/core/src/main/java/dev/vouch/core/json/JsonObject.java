package dev.vouch.core.json;

import dev.vouch.core.json.InvalidJson.Reason;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed object whose members are asked for by name and type; each answer is exact or refused.
 */
public final class JsonObject {
  private final String path;
  private final Map<String, @Nullable Object> members;

  JsonObject(String path, Map<String, @Nullable Object> members) {
    this.path = path;
    this.members = members;
  }

  /** Refuses members other than {@code names}. */
  public JsonObject only(String... names) throws InvalidJson {
    Set<String> known = Set.of(names);
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidJson(Reason.UNKNOWN_MEMBER, "Unknown member \"" + at(name) + "\".");
      }
    }
    return this;
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public String string(String name) throws InvalidJson {
    return member(name, String.class, "a string");
  }

  /** The string, or empty where the member is absent or null. */
  public Optional<String> optionalString(String name) throws InvalidJson {
    return has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  /** An integer of at most 64 bits. */
  public long integer(String name) throws InvalidJson {
    Number number = member(name, Number.class, "an integer");
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    throw wrongType(name, "an integer");
  }

  public boolean bool(String name) throws InvalidJson {
    return member(name, Boolean.class, "true or false");
  }

  public JsonObject object(String name) throws InvalidJson {
    @SuppressWarnings("unchecked") // keys of parsed objects are strings
    Map<String, @Nullable Object> map =
        (Map<String, @Nullable Object>) member(name, Map.class, "an object");
    return new JsonObject(at(name), map);
  }

  /** A list of strings. */
  public List<String> strings(String name) throws InvalidJson {
    List<String> strings = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String string)) {
        throw wrongType(name, "a list of strings");
      }
      strings.add(string);
    }
    return List.copyOf(strings);
  }

  /** A list of objects. */
  public List<JsonObject> objects(String name) throws InvalidJson {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof Map<?, ?> map)) {
        throw wrongType(name, "a list of objects");
      }
      @SuppressWarnings("unchecked") // keys of parsed objects are strings
      Map<String, @Nullable Object> typed = (Map<String, @Nullable Object>) map;
      objects.add(new JsonObject(at(name) + "[" + objects.size() + "]", typed));
    }
    return List.copyOf(objects);
  }

  /** Bytes in canonical base64url. */
  public Bytes bytes(String name) throws InvalidJson {
    Optional<byte[]> decoded = Base64Url.decode(string(name));
    if (decoded.isEmpty()) {
      throw wrongType(name, "base64url without padding");
    }
    return Bytes.of(decoded.get());
  }

  /** The members as parsed, for a caller that reads an open-ended object. */
  public Map<String, @Nullable Object> toMap() {
    return members;
  }

  private List<?> list(String name) throws InvalidJson {
    return member(name, List.class, "a list");
  }

  private <T> T member(String name, Class<T> type, String described) throws InvalidJson {
    Object value = members.get(name);
    if (value == null) {
      throw new InvalidJson(Reason.MISSING_MEMBER, "Member \"" + at(name) + "\" is missing.");
    }
    if (!type.isInstance(value)) {
      throw wrongType(name, described);
    }
    return type.cast(value);
  }

  private InvalidJson wrongType(String name, String described) {
    return new InvalidJson(
        Reason.WRONG_MEMBER_TYPE, "Member \"" + at(name) + "\" is not " + described + ".");
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
