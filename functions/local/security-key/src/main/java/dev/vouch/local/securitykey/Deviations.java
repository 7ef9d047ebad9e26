package dev.vouch.local.securitykey;

import java.util.List;
import java.util.Optional;

/** The deviations in force, found by their type. */
record Deviations(List<Deviation> all) {

  static final Deviations NONE = new Deviations(List.of());

  <T extends Deviation> Optional<T> find(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  boolean has(Class<? extends Deviation> type) {
    return find(type).isPresent();
  }
}
