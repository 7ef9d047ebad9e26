package dev.vouch.adapters.aws;

import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Reads the JDK's trusted certificates, which the first HTTPS client needs. */
public final class TrustPriming {
  private TrustPriming() {}

  /** Makes an HTTP client as the AWS clients do, and drops it; the JDK keeps what it has read. */
  public static void run() {
    UrlConnectionHttpClient.builder().build().close();
  }
}
