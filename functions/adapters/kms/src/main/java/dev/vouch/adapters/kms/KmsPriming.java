package dev.vouch.adapters.kms;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.kms.KmsClient;

/** Runs a client of KMS against answers from memory, before the first request. */
public final class KmsPriming {
  /** The public key of RFC 7515 appendix A.2. */
  private static final String RSA_KEY =
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd/wWJcyQoTbj"
          + "i9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b"
          + "32690r2jZ47soMZo9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTBEMa2R2Ca"
          + "pHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxXFvUK+DWNmoudF8NAco9/h9iaGNj8q2et"
          + "hFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQIDAQAB";

  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/priming";
  private static final Map<String, String> ANSWERS =
      Map.of(
          "GetPublicKey",
          "{\"KeyId\":\"%s\",\"PublicKey\":\"%s\",\"KeySpec\":\"RSA_2048\"}"
              .formatted(KEY, RSA_KEY),
          "Sign",
          "{\"KeyId\":\"%s\",\"Signature\":\"AAAA\"}".formatted(KEY),
          "GenerateMac",
          "{\"KeyId\":\"%s\",\"Mac\":\"%s=\"}".formatted(KEY, "A".repeat(43)),
          "VerifyMac",
          "{\"KeyId\":\"%s\",\"MacValid\":true}".formatted(KEY));

  private KmsPriming() {}

  /** What a function does with the issuer key: reads it and signs. */
  public static void issuerKey() {
    try (KmsClient client = KmsClients.offline(new InMemoryHttp(ANSWERS))) {
      KmsIssuerKey key = new KmsIssuerKey(client, KEY, () -> Instant.EPOCH);
      if (!(key.signer().then(signer -> signer.sign(Sha256.of("priming")))
          instanceof Answer.Given)) {
        throw new IllegalStateException("the answers from memory are refused");
      }
    }
  }

  /** What a function does with the challenge key. */
  public static void challengeKey() {
    try (KmsClient client = KmsClients.offline(new InMemoryHttp(ANSWERS))) {
      KmsChallengeMac mac = new KmsChallengeMac(client, KEY);
      if (!mac.verify(new byte[1], mac.generate(new byte[1]))) {
        throw new IllegalStateException("the answers from memory are refused");
      }
    }
  }
}
