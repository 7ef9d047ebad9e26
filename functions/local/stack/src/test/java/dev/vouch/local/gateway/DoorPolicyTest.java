package dev.vouch.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.MovedClock;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.signature.AccessKeys;
import dev.vouch.local.signature.Caller;
import dev.vouch.local.template.DoorBlock;
import dev.vouch.local.template.FunctionBlock;
import dev.vouch.local.template.FunctionBlock.RouteBlock;
import dev.vouch.local.template.Template;
import dev.vouch.local.template.Values;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request has to come from, by the resource policy of the template's front door. */
final class DoorPolicyTest {
  private static final Caller ADMIN = new Caller("arn:aws:iam::1:user/admin", "1", "AIDA1");
  private static final String LISTED = "vpce-0a,vpce-0b";
  private static final String PUBLIC = "/assets/echo";
  private static final String ADMINISTRATION = "/admin/echo";

  @TempDir private Path folder = Path.of("");
  private final AccessKeys keys = new AccessKeys();
  private final AccessKey admin = keys.issue(ADMIN);
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server = Loopback.bind(0);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  DoorPolicyTest() throws IOException {}

  @AfterEach
  void stop() throws Exception {
    client.shutdownNow();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vpce-0a", "vpce-0b"})
  void aPrivateDoorLetsInWhatComesThroughAnEndpointThatIsListed(String endpoint) throws Exception {
    Gateway gateway = open(LISTED);
    int port = gateway.answerThrough(endpoint);
    assertThat(send(get(port, PUBLIC)).statusCode()).isEqualTo(200);
    assertThat(send(signed(port, ADMINISTRATION)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vpce-0c", "vpce-0", "vpce-0a,vpce-0b", "VPCE-0A"})
  void aPrivateDoorRefusesWhatComesThroughAnotherEndpoint(String endpoint) throws Exception {
    Gateway gateway = open(LISTED);
    int port = gateway.answerThrough(endpoint);
    assertRefused(send(get(port, PUBLIC)));
    assertRefused(send(signed(port, ADMINISTRATION)));
  }

  @Test
  void aPrivateDoorRefusesWhatComesThroughNoEndpoint() throws Exception {
    Gateway gateway = open(LISTED);
    assertRefused(send(get(gateway.port(), PUBLIC)));
    assertRefused(send(signed(gateway.port(), ADMINISTRATION)));
  }

  @Test
  void anEndpointThatIsListedMakesNobodyAnAdministrator() throws Exception {
    Gateway gateway = open(LISTED);
    int port = gateway.answerThrough("vpce-0a");
    AccessKey other = keys.issue(new Caller("arn:aws:iam::1:user/other", "1", "AIDA2"));
    assertRefused(send(SignedGet.of(at(port, ADMINISTRATION), other)));
  }

  @Test
  void aPublicDoorAsksNobodyForAnEndpoint() throws Exception {
    Gateway gateway = open("");
    assertThat(send(get(gateway.port(), PUBLIC)).statusCode()).isEqualTo(200);
    assertThat(send(signed(gateway.port(), ADMINISTRATION)).statusCode()).isEqualTo(200);
  }

  private Gateway open(String endpoints) throws IOException {
    Functions functions = new Functions(blocks(), door(endpoints));
    opened.push(functions);
    functions.add("Toy", ToyZip.pool(folder));
    Gateway gateway = Gateway.start(server, new MovedClock(), functions, keys, "us-east-1");
    opened.push(gateway);
    return gateway;
  }

  private static DoorBlock door(String endpoints) throws IOException {
    Template template = Template.read(Path.of("../../../template.yaml"));
    Map<String, String> references = new HashMap<>(template.defaults());
    references.put("AdminPrincipals", ADMIN.arn());
    references.put("AuditPrincipals", ADMIN.arn());
    references.put("AWS::AccountId", ADMIN.accountId());
    references.put("VpcEndpointIds", endpoints);
    return template.door(template.conditions(new Values(references, Map.of())));
  }

  private static List<FunctionBlock> blocks() {
    return List.of(
        new FunctionBlock(
            "Toy",
            "toy.zip",
            ToyHandler.class.getName(),
            512,
            Map.of(),
            List.of(
                new RouteBlock("GET", "/assets/{name}", false, List.of()),
                new RouteBlock("GET", ADMINISTRATION, true, List.of()))));
  }

  private static HttpRequest.Builder get(int port, String path) {
    return HttpRequest.newBuilder(at(port, path));
  }

  private HttpRequest.Builder signed(int port, String path) {
    return SignedGet.of(at(port, path), admin);
  }

  private static URI at(int port, String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"caller_not_allowed\"");
  }
}
