package dev.vouch.local.registry;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The repositories that exist, and which layer is in which. ECR makes no repository on push, and
 * gives a layer only from a repository that has it; the registry behind keeps all layers together,
 * so this is checked here.
 */
public final class Repositories {
  private final Map<String, Set<String>> layers = new ConcurrentHashMap<>();

  /** Makes an empty repository. */
  public void create(String name) {
    layers.putIfAbsent(name, ConcurrentHashMap.newKeySet());
  }

  boolean exists(String name) {
    return layers.containsKey(name);
  }

  boolean has(String name, String digest) {
    return layers.getOrDefault(name, Set.of()).contains(digest);
  }

  void add(String name, String digest) {
    layers.computeIfAbsent(name, n -> ConcurrentHashMap.newKeySet()).add(digest);
  }
}
