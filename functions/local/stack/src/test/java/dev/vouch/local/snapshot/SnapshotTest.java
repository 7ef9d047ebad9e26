package dev.vouch.local.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.crac.Core;
import dev.vouch.local.template.FunctionBlock;
import dev.vouch.local.template.Template;
import dev.vouch.local.template.Values;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is in an instance when its snapshot is taken is in every instance that is restored from it:
 * nothing random, dated or secret may be. Each function is started from its zip, with its settings
 * and without credentials, as under SnapStart; wired, primed, and looked into.
 */
@Tag("line")
final class SnapshotTest {
  /** The key models that this release knows, by AAGUID. */
  private static final int MODELS = 51;

  /** Nothing but what makes its generator ready: the number is dropped (JSSE). */
  private static final String TLS = "draws javax.net.ssl.SSLContext.init";

  private static final List<String> PRIMED_WITH_A_TIME =
      List.of("Discover", "Enroll", "Authenticate", "VendAws");

  @TempDir private Path folder;

  static List<FunctionBlock> functions() throws IOException {
    Template template = Template.read(root().resolve("template.yaml"));
    Map<String, String> references = new LinkedHashMap<>(template.defaults());
    references.put("PublicBaseUrl", "https://vouch.example.com");
    references.put("AdminPrincipals", "arn:aws:iam::123456789012:role/admin");
    references.put("AuditPrincipals", "arn:aws:iam::123456789012:role/auditor");
    references.put("AWS::AccountId", "123456789012");
    for (String table : List.of("Identity", "Session", "Replay", "Configuration", "Audit")) {
      references.put(table + "Table", "table");
    }
    references.put("AWS::Partition", "aws");
    references.put("AWS::Region", "us-east-1");
    references.put("AWS::StackName", "vouch");
    Values known = template.conditions(new Values(references, Map.of()));
    Map<String, String> attributes = new LinkedHashMap<>();
    template.keys(known).keySet().forEach(key -> attributes.put(key + ".Arn", "arn:aws:kms:key"));
    references.putAll(template.aliasNames(known));
    return template.functions(template.conditions(new Values(references, attributes)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void keepsNothingRandomDatedOrSecretInASnapshotAndCallsNobody(FunctionBlock function)
      throws Exception {
    List<String> seen = probe(function.handler(), jars(function), function.environment());
    assertThat(seen).contains("started " + function.handler());
    assertThat(faults(seen)).isSubsetOf(constants(function.id()));
  }

  @Test
  void seesWhatAHandlerKeepsDrawsAndCalls() throws Exception {
    List<String> seen = probe(KeepingHandler.class.getName(), List.of(), Map.of());
    assertThat(faults(seen))
        .contains("keeps 4 java.time.Instant")
        .anyMatch(line -> line.endsWith(" java.util.UUID"))
        .anyMatch(line -> line.startsWith("draws dev.vouch.local.snapshot.KeepingHandler"))
        .anyMatch(line -> line.startsWith("connects http://127.0.0.1:1/"));
  }

  /** What is the same in every instance, and in every version. */
  private static List<String> constants(String function) {
    if (function.equals("Pages")) {
      return List.of("keeps 3 java.time.Instant"); // EPOCH, MIN and MAX of the JDK
    }
    return List.of(
        TLS,
        // one more of the AWS SDK, and one of what primes it: the time of the published proof, or
        // the day from which the JDK accepts no SHA-1 in a signed jar, read with certificates
        "keeps " + (PRIMED_WITH_A_TIME.contains(function) ? 5 : 4) + " java.time.Instant",
        // those of nobody: the anonymous ones, and what primed clients sign with
        "keeps 2 software.amazon.awssdk.auth.credentials.AwsBasicCredentials",
        // the AWS SDK draws the pauses between retries from it
        "keeps 1 java.util.Random",
        // one more of webauthn4j: that of no model
        "keeps " + (function.equals("Enroll") ? MODELS + 1 : MODELS) + " java.util.UUID");
  }

  private static List<String> faults(List<String> seen) {
    return seen.stream().filter(line -> line.matches("(connects|draws|keeps) .*")).toList();
  }

  private List<String> probe(String handler, List<Path> jars, Map<String, String> settings)
      throws Exception {
    List<Path> path = new ArrayList<>(jars);
    path.add(place(Core.class));
    path.add(place(Probe.class));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac", // as Lambda sets it
            "-cp",
            String.join(":", path.stream().map(Path::toString).toList()),
            Probe.class.getName(),
            handler);
    builder.environment().clear();
    builder.environment().putAll(settings);
    builder.environment().put("AWS_REGION", "us-east-1");
    builder.environment().put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    // where Lambda gives credentials under SnapStart; whoever asks is seen
    builder.environment().put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private List<Path> jars(FunctionBlock function) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(Files.newInputStream(root().resolve(function.zip())))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path jar = folder.resolve(Path.of(entry.getName()).getFileName());
          Files.copy(zip, jar);
          jars.add(jar);
        }
      }
    }
    return jars;
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("template.yaml"))) {
      root = Objects.requireNonNull(root.getParent(), "no source tree here");
    }
    return root;
  }
}
