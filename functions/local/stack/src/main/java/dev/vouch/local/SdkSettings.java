package dev.vouch.local;

import dev.vouch.local.aws.FunctionRoles;
import dev.vouch.local.signature.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The AWS SDK's own settings as system properties: the functions use its standard settings, and
 * have no switch for this stack.
 */
final class SdkSettings {
  private SdkSettings() {}

  /** What differs from function to function: where each finds what its role decides on. */
  static Map<String, String> of(String function, URI aws, URI dynamoDb) {
    return Map.of(
        "aws.endpointUrlKms", FunctionRoles.address(aws, function).toString(),
        "aws.endpointUrlDynamoDb", FunctionRoles.address(dynamoDb, function).toString());
  }

  static void apply(String region, AccessKey key, URI aws, Path nowhere) {
    System.setProperty("aws.region", region);
    System.setProperty("aws.accessKeyId", key.id());
    System.setProperty("aws.secretAccessKey", key.revealSecret());
    for (String service : new String[] {"Sts", "Ecr"}) {
      System.setProperty("aws.endpointUrl" + service, aws.toString());
    }
    // the developer's own profiles and a cloud machine's identity have no part in this
    System.setProperty("aws.configFile", nowhere.toString());
    System.setProperty("aws.sharedCredentialsFile", nowhere.toString());
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("sun.net.http.retryPost", "false");
  }
}
