package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.signature.AccessKeys;
import dev.vouch.local.signature.Caller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/** What clients read: by a shell, and by the SDK's own profile reader. */
final class ClientFilesTest {
  @TempDir private Path folder = Path.of("it's");

  @Test
  void profilesAreReadByTheSdkAndTheEnvironmentByAShell() throws IOException, InterruptedException {
    AccessKeys keys = new AccessKeys();
    Map<String, AccessKey> profiles = new LinkedHashMap<>();
    profiles.put("first", keys.issue(new Caller("a", "1", "A")));
    profiles.put("second", keys.issue(new Caller("b", "1", "B")));
    Path apart = Files.createDirectory(folder.resolve("it's here"));
    try (WorkFolder work = new WorkFolder(apart)) {
      Path environment =
          ClientFiles.write(
              work, "us-east-1", profiles, "PEM\n", "http://localhost:1", URI.create("http://p:2"));
      Process shell =
          new ProcessBuilder(
                  List.of(
                      "sh",
                      "-c",
                      ". \"$1\"; printf '%s|' \"$VOUCH_SERVER\" \"$HTTPS_PROXY\" \"$AWS_PROFILE\""
                          + " \"${AWS_ACCESS_KEY_ID-unset}\"; cat \"$SSL_CERT_FILE\"",
                      "sh",
                      environment.toString()))
              .start();
      assertThat(
              new String(
                  shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("http://localhost:1|http://p:2|first||PEM\n");
      assertThat(shell.waitFor()).isZero();
      assertThat(credentials(apart, "second").secretAccessKey())
          .isEqualTo(profiles.values().stream().toList().getLast().revealSecret());
    }
  }

  private static AwsCredentials credentials(Path folder, String profile) {
    ProfileFile files =
        ProfileFile.aggregator()
            .addFile(file(folder.resolve("aws-config"), ProfileFile.Type.CONFIGURATION))
            .addFile(file(folder.resolve("aws-credentials"), ProfileFile.Type.CREDENTIALS))
            .build();
    try (ProfileCredentialsProvider provider =
        ProfileCredentialsProvider.builder().profileFile(files).profileName(profile).build()) {
      return provider.resolveCredentials();
    }
  }

  private static ProfileFile file(Path path, ProfileFile.Type type) {
    return ProfileFile.builder().content(path).type(type).build();
  }
}
