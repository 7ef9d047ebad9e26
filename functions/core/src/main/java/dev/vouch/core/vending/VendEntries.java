package dev.vouch.core.vending;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Rule;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.Session;
import dev.vouch.core.vending.Provider.Minted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit records of a vend. */
final class VendEntries {
  private VendEntries() {}

  static AuditEntry refused(Session session, Vend.Wish wish, String reason) {
    return AuditEntry.of("credential.refused")
        .with("user", session.user().value())
        .with("key", session.key())
        .with("session", session.id())
        .with("registry", wish.registry())
        .with("selected", selected(wish.selection()))
        .with("reason", reason)
        .with("rule", null);
  }

  static AuditEntry intended(
      Session session,
      Served.Yes served,
      Entitlement entitlement,
      Instant expiresAt,
      Vend.Wish wish) {
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
        .with("scope", scope(entitlement, wish.selection()))
        .with("expires_at", expiresAt.toString())
        .with("idempotency_key", wish.idempotencyKey().orElse(null));
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

  /** What the credential is good for, and what its user had narrowed it to. */
  private static Map<String, @Nullable Object> scope(
      Entitlement entitlement, Optional<Selection> selection) {
    Map<String, @Nullable Object> scope = new LinkedHashMap<>();
    scope.put("pull", texts(entitlement.pull()));
    scope.put("push", texts(entitlement.push()));
    scope.put("selected", selected(selection));
    return scope;
  }

  private static @Nullable Map<String, Object> selected(Optional<Selection> selection) {
    return selection.map(VendEntries::members).orElse(null);
  }

  private static Map<String, Object> members(Selection selection) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("repositories", texts(selection.repositories()));
    members.put("actions", selection.actions().stream().map(Action::word).sorted().toList());
    return members;
  }

  private static List<String> texts(List<RepositoryPattern> patterns) {
    return patterns.stream().map(RepositoryPattern::text).toList();
  }

  private static List<String> names(List<? extends Rule> rules) {
    return rules.stream().map(Rule::name).toList();
  }
}
