package dev.vouch.local;

import dev.vouch.local.signature.AccessKey;
import java.net.URI;
import java.nio.file.Path;

/**
 * The AWS SDK's own settings as system properties: the functions use its standard settings, and
 * have no switch for this stack.
 */
final class SdkSettings {
  private SdkSettings() {}

  static void apply(String region, AccessKey key, URI aws, URI dynamoDb, Path nowhere) {
    System.setProperty("aws.region", region);
    System.setProperty("aws.accessKeyId", key.id());
    System.setProperty("aws.secretAccessKey", key.revealSecret());
    System.setProperty("aws.endpointUrlDynamoDb", dynamoDb.toString());
    for (String service : new String[] {"Kms", "Sts", "Ecr"}) {
      System.setProperty("aws.endpointUrl" + service, aws.toString());
    }
    // the developer's own profiles and a cloud machine's identity have no part in this
    System.setProperty("aws.configFile", nowhere.toString());
    System.setProperty("aws.sharedCredentialsFile", nowhere.toString());
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("sun.net.http.retryPost", "false");
  }
}
