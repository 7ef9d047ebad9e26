package dev.vouch.adapters.aws.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's standard settings for one test: endpoint, region and credentials. Closing restores what
 * was there.
 */
public final class AwsSettings implements AutoCloseable {
  private final Map<String, @Nullable String> before = new HashMap<>();

  public AwsSettings(URI endpoint) {
    set("aws.endpointUrl", endpoint.toString());
    set("aws.region", "us-east-1");
    set("aws.accessKeyId", "AKIATESTTESTTESTTEST");
    set("aws.secretAccessKey", "test-secret-access-key");
  }

  private void set(String name, String value) {
    before.put(name, System.setProperty(name, value));
  }

  @Override
  public void close() {
    before.forEach((name, value) -> {
      if (value == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, value);
      }
    });
  }
}
