package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.aws.Identity.RoleSession;
import dev.vouch.local.aws.Identity.User;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The registry tokens that are out, by the SHA-256 of the password, each tied to its identity. */
public final class RegistryTokens {
  /** How long ECR says a token lasts. */
  public static final Duration LIFE = Duration.ofHours(12);

  /** What is known when a token ends with the STS session that made it; AWS does not say. */
  public enum End {
    /** Lasts its twelve hours: only the session policy's date ends its authority earlier. */
    OWN_LIFE,
    /** Dies with the session. */
    WITH_SESSION
  }

  /** A token's identity and end. */
  public record RegistryToken(Identity identity, Instant expires) {}

  /** A password as handed out, in the clear, and its end. */
  record Minted(String password, Instant expires) {}

  /** Of each account and Region (Amazon ECR service quotas). */
  public static final double PER_SECOND = 20;

  private static final double BURST = 200;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final End end;
  private final RateLimit limit;
  private final Map<String, RegistryToken> tokens = new ConcurrentHashMap<>();

  /** No tokens yet, and at the rate of AWS. */
  public RegistryTokens(InstantSource clock, End end) {
    this(clock, end, PER_SECOND);
  }

  /** No tokens yet. */
  public RegistryTokens(InstantSource clock, End end, double perSecond) {
    this.clock = clock;
    this.end = end;
    this.limit = new RateLimit(perSecond, Math.max(perSecond, BURST), clock);
  }

  /** Counts a call, and says whether it is below the limit. */
  boolean isWithinLimit() {
    return limit.take();
  }

  Minted mint(Identity identity) {
    Instant expires = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(LIFE);
    byte[] payload = new byte[384];
    random.nextBytes(payload);
    String text =
        "{\"payload\":\"%s\",\"version\":\"2\",\"type\":\"DATA_KEY\",\"expiration\":%d}"
            .formatted(Base64.getEncoder().encodeToString(payload), expires.getEpochSecond());
    String password = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    tokens.put(hash(password), new RegistryToken(identity, effectiveEnd(identity, expires)));
    return new Minted(password, expires);
  }

  private Instant effectiveEnd(Identity identity, Instant expires) {
    return switch (identity) {
      case User user -> expires;
      case RoleSession session ->
          end == End.WITH_SESSION && session.expires().isBefore(expires)
              ? session.expires()
              : expires;
    };
  }

  /** The token with this password, expired ones included. */
  public Optional<RegistryToken> find(String password) {
    return Optional.ofNullable(tokens.get(hash(password)));
  }

  private static String hash(String password) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
