package dev.vouch.adapters.system;

import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.policy.Lifetime;
import dev.vouch.core.session.LoginStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may log in with what, and for how long. */
public final class LoginSettings {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public static final Setting<KnownModels> ALLOWED_MODELS =
      Setting.required(
              "vouch.attestation.allowed-aaguids",
              "AAGUIDs with commas between them, each alone or as AAGUID=name, or hardware",
              (text, _) -> models(text))
          .or(KnownModels.HARDWARE);

  public static final Setting<Duration> SESSION_LIFETIME =
      Setting.required(
              "vouch.session.lifetime",
              "1m to 8h, such as 8h or 30m",
              (text, _) ->
                  Lifetime.parse(text)
                      .filter(lifetime ->
                          lifetime.compareTo(SHORTEST) >= 0
                              && lifetime.compareTo(LoginStatement.MAX_LIFETIME) <= 0))
          .or("8h");

  private LoginSettings() {}

  private static Optional<KnownModels> models(String text) {
    try {
      return Optional.of(KnownModels.of(List.of(text.split(",", -1))));
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }
}
