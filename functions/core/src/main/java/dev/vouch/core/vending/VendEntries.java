package dev.vouch.core.vending;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Rule;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.Session;
import dev.vouch.core.vending.Provider.Minted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit records of a vend. */
final class VendEntries {
  private VendEntries() {}

  static AuditEntry refused(Session session, String registry, String reason) {
    return AuditEntry.of("credential.refused")
        .with("user", session.user().value())
        .with("key", session.key())
        .with("session", session.id())
        .with("registry", registry)
        .with("reason", reason)
        .with("rule", null);
  }

  static AuditEntry intended(
      Session session,
      Served.Yes served,
      Entitlement entitlement,
      Instant expiresAt,
      Optional<String> idempotencyKey) {
    return AuditEntry.of("credential.intended")
        .with("user", session.user().value())
        .with("key", session.key())
        .with("session", session.id())
        .with("login", session.login())
        .with("jkt", session.jkt())
        .with("registry", served.registry().host().text())
        .with("provider", served.registry().provider())
        .with("policy", served.hash().base64Url())
        .with("grants", names(entitlement.grants()))
        .with("denials", names(entitlement.denials()))
        .with("scope", scope(entitlement))
        .with("expires_at", expiresAt.toString())
        .with("idempotency_key", idempotencyKey.orElse(null));
  }

  static AuditEntry issued(Receipt intent, Minted minted, Instant expiresAt) {
    return AuditEntry.of("credential.issued")
        .with("intent", intent.id())
        .with("secret_sha256", minted.secret().hash().base64Url())
        .with("upstream", minted.trace())
        .with("expires_at", expiresAt.toString());
  }

  static AuditEntry failed(Receipt intent, String reason) {
    return AuditEntry.of("credential.failed").with("intent", intent.id()).with("reason", reason);
  }

  private static Map<String, Object> scope(Entitlement entitlement) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("pull", entitlement.pull().stream().map(RepositoryPattern::text).toList());
    scope.put("push", entitlement.push().stream().map(RepositoryPattern::text).toList());
    return scope;
  }

  private static List<String> names(List<? extends Rule> rules) {
    return rules.stream().map(Rule::name).toList();
  }
}
