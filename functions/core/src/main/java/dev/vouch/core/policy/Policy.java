package dev.vouch.core.policy;

import java.util.List;

/**
 * A policy without faults, in the order of its file. {@link PolicyReader} makes one out of a
 * document, {@link PolicyIndex} answers questions about it.
 */
public record Policy(List<Registry> registries, List<Grant> grants, List<Denial> denials) {
  public Policy {
    registries = List.copyOf(registries);
    grants = List.copyOf(grants);
    denials = List.copyOf(denials);
  }
}
