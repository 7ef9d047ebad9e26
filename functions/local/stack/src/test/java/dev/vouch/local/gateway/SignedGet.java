package dev.vouch.local.gateway;

import dev.vouch.local.signature.AccessKey;
import java.net.URI;
import java.net.http.HttpRequest;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** A request that AWS's own SDK has signed for the front door. */
final class SignedGet {
  private SignedGet() {}

  static HttpRequest.Builder of(URI address, AccessKey key) {
    SdkHttpRequest request =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.GET).uri(address).build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(identity(key))
                    .request(request)
                    .payload(ContentStreamProvider.fromUtf8String(""))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    HttpRequest.Builder builder = HttpRequest.newBuilder(address);
    signed.forEachHeader((name, values) -> {
      if (!name.equals("Host")) {
        values.forEach(value -> builder.header(name, value));
      }
    });
    return builder;
  }

  private static AwsCredentialsIdentity identity(AccessKey key) {
    String token = key.revealSessionToken();
    return token == null
        ? AwsCredentialsIdentity.create(key.id(), key.revealSecret())
        : AwsSessionCredentialsIdentity.create(key.id(), key.revealSecret(), token);
  }
}
