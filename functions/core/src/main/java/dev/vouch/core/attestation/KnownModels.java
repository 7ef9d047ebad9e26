package dev.vouch.core.attestation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The models of security keys that may enrol and log in, by AAGUID. */
public final class KnownModels {
  /** Stands in a setting for all models of {@link #hardware()}. */
  public static final String HARDWARE = "hardware";

  private static final UUID NO_MODEL = new UUID(0, 0);

  private final Map<UUID, String> names;

  private KnownModels(Map<UUID, String> names) {
    this.names = Map.copyOf(names);
  }

  /** Every hardware model in this build's list: YubiKeys and Security Keys by Yubico. */
  public static KnownModels hardware() {
    Map<UUID, String> names = new HashMap<>();
    Resource.text("models.csv")
        .lines()
        .forEach(line -> names.put(UUID.fromString(line.substring(0, 36)), line.substring(37)));
    return new KnownModels(names);
  }

  /**
   * The models that a setting names.
   *
   * @param entries each an AAGUID, {@code AAGUID=name}, or {@value #HARDWARE}; none means {@link
   *     #hardware()}
   * @throws IllegalArgumentException for another form, and for the AAGUID of zeroes, which keys
   *     send that hide their model
   */
  public static KnownModels of(List<String> entries) {
    KnownModels hardware = hardware();
    if (entries.isEmpty()) {
      return hardware;
    }
    Map<UUID, String> names = new HashMap<>();
    for (String entry : entries) {
      if (entry.strip().equals(HARDWARE)) {
        names.putAll(hardware.names);
      } else {
        hardware.put(names, entry.strip());
      }
    }
    return new KnownModels(names);
  }

  private void put(Map<UUID, String> into, String entry) {
    String id = entry.length() > 36 ? entry.substring(0, 36) : entry;
    UUID aaguid = UUID.fromString(id);
    boolean exact = aaguid.toString().equalsIgnoreCase(id) && !aaguid.equals(NO_MODEL);
    if (!exact || (entry.length() > 36 && !entry.startsWith("=", 36))) {
      throw new IllegalArgumentException("not an AAGUID: " + entry);
    }
    into.put(aaguid, entry.length() > 37 ? entry.substring(37) : names.getOrDefault(aaguid, id));
  }

  /** The model's name, for people; empty where the model may not be used. */
  public Optional<String> name(UUID aaguid) {
    return Optional.ofNullable(names.get(aaguid));
  }

  /** How many models there are. */
  public int size() {
    return names.size();
  }
}
