package dev.vouch.core.administration;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import java.util.List;
import java.util.Optional;

/** A user with the keys that are enrolled. */
public record Member(User user, List<EnrolledKey> keys) {
  public Member {
    keys = List.copyOf(keys);
  }

  Optional<EnrolledKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }
}
