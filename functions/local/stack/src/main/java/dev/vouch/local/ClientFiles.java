package dev.vouch.local;

import dev.vouch.local.signature.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that clients of this stack use: AWS profiles, the test CA, and stack.env. */
final class ClientFiles {
  private ClientFiles() {}

  /**
   * Writes them.
   *
   * @param profiles access keys by profile name, the first being the one in stack.env
   */
  static Path write(
      WorkFolder work,
      String region,
      Map<String, AccessKey> profiles,
      String rootPem,
      String server,
      URI proxy)
      throws IOException {
    Path config =
        work.write("aws-config", profile(profiles, "profile ", "region = " + region + "\n"));
    Path credentials = work.write("aws-credentials", credentials(profiles));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("VOUCH_SERVER", server);
    environment.put("HTTPS_PROXY", proxy.toString());
    environment.put("NO_PROXY", "localhost,127.0.0.1");
    environment.put("no_proxy", "localhost,127.0.0.1");
    environment.put("SSL_CERT_FILE", work.write("ca.pem", rootPem).toString());
    environment.put("AWS_CONFIG_FILE", config.toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
    environment.put("AWS_PROFILE", profiles.keySet().iterator().next());
    environment.put("AWS_REGION", region);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    // keys of the developer's own would go before the profile
    environment.put("AWS_ACCESS_KEY_ID", "");
    environment.put("AWS_SECRET_ACCESS_KEY", "");
    environment.put("AWS_SESSION_TOKEN", "");
    StringBuilder text = new StringBuilder();
    environment.forEach((name, value) -> text.append(name).append('=').append(quote(value)));
    return work.write("stack.env", text.toString());
  }

  private static String profile(Map<String, AccessKey> profiles, String word, String settings) {
    StringBuilder text = new StringBuilder();
    profiles
        .keySet()
        .forEach(name -> text.append('[').append(word).append(name).append("]\n").append(settings));
    return text.toString();
  }

  private static String credentials(Map<String, AccessKey> profiles) {
    StringBuilder text = new StringBuilder();
    profiles.forEach((name, key) ->
        text.append(
            "[%s]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                .formatted(name, key.id(), key.revealSecret())));
    return text.toString();
  }

  /** For a POSIX shell. */
  private static String quote(String value) {
    return "'" + value.replace("'", "'\\''") + "'\n";
  }
}
