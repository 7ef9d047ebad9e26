package dev.vouch.local.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.signature.SignatureOutcome.Authentic;
import dev.vouch.local.signature.SignatureOutcome.Refused;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks Signature Version 4 for one service of one region: a known key, every header that matters
 * signed, a date near now, and the signature itself over what was received.
 */
public final class SignatureV4 {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  private final String service;
  private final String region;
  private final Duration skew;
  private final AccessKeys keys;
  private final InstantSource clock;

  /**
   * @param skew how far the request's date may be from now, either side
   */
  public SignatureV4(
      String service, String region, Duration skew, AccessKeys keys, InstantSource clock) {
    this.service = service;
    this.region = region;
    this.skew = skew;
    this.keys = keys;
    this.clock = clock;
  }

  /** Who signed this request, or why that cannot be said. */
  public SignatureOutcome check(ReceivedRequest request) {
    Optional<String> header = request.header("authorization");
    if (header.isEmpty() || !header.get().startsWith(AuthorizationHeader.ALGORITHM + " ")) {
      return refused(SignatureRefusal.MISSING, "Missing Authentication Token");
    }
    Optional<AuthorizationHeader> parsed = AuthorizationHeader.parse(header.get());
    if (parsed.isEmpty()) {
      return refused(
          SignatureRefusal.INCOMPLETE,
          "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
    }
    return check(request, parsed.get());
  }

  private SignatureOutcome check(ReceivedRequest request, AuthorizationHeader authorization) {
    Optional<String> unsigned = unsignedHeader(request, authorization.signedHeaders());
    if (unsigned.isPresent()) {
      return refused(
          SignatureRefusal.INCOMPLETE,
          "'" + unsigned.get() + "' must be a 'SignedHeader' in the AWS Authorization.");
    }
    Optional<Instant> date = date(request);
    if (date.isEmpty()) {
      return refused(
          SignatureRefusal.INCOMPLETE,
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    Optional<AccessKey> key = keys.find(authorization.keyId());
    if (key.isEmpty() || !hasSessionToken(request, key.get())) {
      return refused(
          SignatureRefusal.UNKNOWN_KEY, "The security token included in the request is invalid.");
    }
    return check(request, authorization, key.get(), date.get());
  }

  private SignatureOutcome check(
      ReceivedRequest request, AuthorizationHeader authorization, AccessKey key, Instant date) {
    Instant now = clock.instant();
    if (Duration.between(date, now).abs().compareTo(skew) > 0) {
      String what = date.isBefore(now) ? "Signature expired: " : "Signature not yet current: ";
      return refused(SignatureRefusal.NOT_CURRENT, what + DATE.format(date));
    }
    if (!authorization.day().equals(DATE.format(date).substring(0, 8))
        || !authorization.region().equals(region)
        || !authorization.service().equals(service)) {
      return refused(
          SignatureRefusal.WRONG_SCOPE,
          "Credential should be scoped to region '%s', service '%s' and the date of the request."
              .formatted(region, service));
    }
    if (!MessageDigest.isEqual(
        expected(request, authorization, key, date).getBytes(UTF_8),
        authorization.signature().getBytes(UTF_8))) {
      return refused(
          SignatureRefusal.MISMATCH,
          "The request signature we calculated does not match the signature you provided.");
    }
    if (key.expires() != null && !now.isBefore(key.expires())) {
      return refused(
          SignatureRefusal.EXPIRED_KEY, "The security token included in the request is expired");
    }
    return new Authentic(key);
  }

  private static SignatureOutcome refused(SignatureRefusal reason, String message) {
    return new Refused(reason, message);
  }

  /** AWS wants host and every x-amz header covered, or they could be changed on the way. */
  private static Optional<String> unsignedHeader(ReceivedRequest request, List<String> signed) {
    if (!signed.contains("host")) {
      return Optional.of("host");
    }
    return request.headers().keySet().stream()
        .filter(name -> name.startsWith("x-amz-") && !signed.contains(name))
        .findFirst();
  }

  private static Optional<Instant> date(ReceivedRequest request) {
    try {
      return request.header("x-amz-date").map(text -> DATE.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean hasSessionToken(ReceivedRequest request, AccessKey key) {
    String sent = request.header("x-amz-security-token").orElse("");
    String known = key.revealSessionToken() == null ? "" : key.revealSessionToken();
    return MessageDigest.isEqual(sent.getBytes(UTF_8), known.getBytes(UTF_8));
  }

  private static String expected(
      ReceivedRequest request, AuthorizationHeader authorization, AccessKey key, Instant date) {
    String canonical = CanonicalRequest.of(request, authorization.signedHeaders());
    String toSign =
        String.join(
            "\n",
            AuthorizationHeader.ALGORITHM,
            DATE.format(date),
            authorization.scope(),
            CanonicalRequest.sha256(canonical.getBytes(UTF_8)));
    byte[] signing = hmac(("AWS4" + key.revealSecret()).getBytes(UTF_8), authorization.day());
    signing = hmac(signing, authorization.region());
    signing = hmac(signing, authorization.service());
    return HexFormat.of().formatHex(hmac(hmac(signing, "aws4_request"), toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
