package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tunnel itself is crossed by every test of the data plane. */
final class ConnectProxyTest {
  private final FakeRegistry target = new FakeRegistry();
  private final ConnectProxy proxy =
      ConnectProxy.start(Map.of("registry.example", Loopback.port(target.address().getPort())));

  ConnectProxyTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    proxy.close();
    target.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.example:443", "REGISTRY.example:443"})
  void tunnelsToTheRegistry(String authority) throws IOException {
    assertThat(ask("CONNECT " + authority + " HTTP/1.1\r\n\r\nGET / HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT registry.example:80 HTTP/1.1",
        "CONNECT registry.example HTTP/1.1",
        "CONNECT registry.example.evil.example:443 HTTP/1.1",
        "CONNECT evil.example:443 HTTP/1.1",
        "CONNECT 127.0.0.1:443 HTTP/1.1",
        "GET http://registry.example:443/ HTTP/1.1",
        "CONNECT registry.example:443",
        "nothing"
      })
  void refusesEverythingElse(String line) throws IOException {
    assertThat(ask(line + "\r\nHost: registry.example:443\r\n\r\n"))
        .startsWith("HTTP/1.1 403 Forbidden");
  }

  @Test
  void refusesAHeadWithoutAnEnd() throws IOException {
    assertThat(ask("CONNECT registry.example:443 HTTP/1.1\r\nA: " + "a".repeat(8_150)))
        .startsWith("HTTP/1.1 403 Forbidden");
  }

  @Test
  void letsNothingInAfterItIsClosed() throws IOException {
    proxy.close();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ask("x")))
        .isInstanceOf(SocketException.class);
  }

  private String ask(String request) throws IOException {
    try (Socket socket = new Socket(proxy.address().getHost(), proxy.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
