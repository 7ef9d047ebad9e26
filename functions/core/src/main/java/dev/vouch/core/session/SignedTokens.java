package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.core.secret.Base64Url;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;

/**
 * Values that travel through the browser and come back unchanged, so that nothing is stored for a
 * stranger: {@code b64u(payload) + "." + b64u(mac)}.
 *
 * <p>The code covers {@code "vouch:<purpose>:v1\n" + payload}, so a token made for one purpose is
 * never taken for another. It says nothing about age or use: the reader of the payload checks both.
 */
public final class SignedTokens {
  /** How far the clock of the instance that opens a token may be behind that of the signer. */
  public static final Duration SKEW = Duration.ofMinutes(1);

  /** Longest payload in bytes, so that prefix and payload stay within the 4,096 of KMS. */
  public static final int MAX_PAYLOAD = 4000;

  private static final int MAX_TOKEN = 6000;

  private final ChallengeMac mac;

  /** What a token was made for. */
  public enum Purpose {
    ENROL("enrol"),
    LOGIN("login"),
    AUTHORIZATION_REQUEST("authorization-request");

    private final String prefix;

    Purpose(String name) {
      prefix = "vouch:" + name + ":v1\n";
    }
  }

  /** The outcome of opening a token. */
  public sealed interface Opened {
    /** The code is right: this text was signed for this purpose by {@link SignedTokens#sign}. */
    record Payload(String text) implements Opened {}

    /** Not two canonical base64url parts, too long, or not UTF-8. */
    record Malformed() implements Opened {}

    /** Well formed, but not made by us for this purpose. */
    record Forged() implements Opened {}
  }

  public SignedTokens(ChallengeMac mac) {
    this.mac = mac;
  }

  /**
   * Signs a payload.
   *
   * @throws IllegalArgumentException when the payload is longer than {@link #MAX_PAYLOAD} bytes
   */
  public String sign(Purpose purpose, String payload) {
    byte[] bytes = payload.getBytes(UTF_8);
    if (bytes.length > MAX_PAYLOAD) {
      throw new IllegalArgumentException("payload of " + bytes.length + " bytes");
    }
    return Base64Url.encode(bytes) + "." + Base64Url.encode(mac.generate(message(purpose, bytes)));
  }

  /** Opens a token that claims to have been signed for the purpose. */
  public Opened open(Purpose purpose, String token) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > MAX_TOKEN) {
      return new Opened.Malformed();
    }
    Optional<byte[]> payload = Base64Url.decode(token.substring(0, dot));
    Optional<byte[]> code = Base64Url.decode(token.substring(dot + 1));
    if (payload.isEmpty() || code.isEmpty() || payload.get().length > MAX_PAYLOAD) {
      return new Opened.Malformed();
    }
    return open(purpose, payload.get(), code.get());
  }

  private Opened open(Purpose purpose, byte[] payload, byte[] code) {
    Optional<String> text = text(payload);
    if (text.isEmpty()) {
      return new Opened.Malformed();
    }
    return mac.verify(message(purpose, payload), code)
        ? new Opened.Payload(text.get())
        : new Opened.Forged();
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] message(Purpose purpose, byte[] payload) {
    var message = new ByteArrayOutputStream(purpose.prefix.length() + payload.length);
    message.writeBytes(purpose.prefix.getBytes(UTF_8));
    message.writeBytes(payload);
    return message.toByteArray();
  }
}
