package dev.vouch.core.vending;

import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Mints credentials for one kind of registry. */
public interface Provider {
  /**
   * Why this could not be minted, as far as that can be told without asking anybody.
   *
   * @param entitlement not empty
   */
  Optional<MintRefusal> foresee(Entitlement entitlement, Instant expiresAt);

  /** Mints exactly what is asked for, or says why not; it never widens or prolongs. */
  Answer<Minted> mint(Order order);

  /**
   * What is to be minted.
   *
   * @param record the id of the intent record, which the upstream's own log shall carry
   * @param session whose holder the credential is for
   * @param entitlement all that the credential may allow; not empty
   * @param now the time of the intent
   * @param expiresAt when its authority has to end, in whole seconds
   */
  record Order(
      String record, Session session, Entitlement entitlement, Instant now, Instant expiresAt) {}

  /**
   * A credential that nobody has yet.
   *
   * @param expiresAt when the upstream itself ends it
   * @param trace what finds it again in the upstream's logs; no secret
   */
  record Minted(String username, Secret secret, Instant expiresAt, Map<String, String> trace) {
    public Minted {
      trace = Collections.unmodifiableMap(new LinkedHashMap<>(trace));
    }
  }
}
