package dev.vouch.adapters.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.aws.testing.AwsSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/** What becomes of a call on a connection that was kept from the one before. */
final class KeptConnectionTest {
  private final ServerThatCloses server = new ServerThatCloses();
  private final AwsSettings settings = new AwsSettings(server.uri());
  private final KmsClient client = KmsClients.open();

  KeptConnectionTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    client.close();
    settings.close();
    server.close();
  }

  @Test
  void aServerThatClosedItCostsAnotherAttemptAndNotTheCall() {
    assertThat(client.getPublicKey(request -> request.keyId("one")).keyId()).isEqualTo("one");
    assertThat(client.getPublicKey(request -> request.keyId("one")).keyId()).isEqualTo("one");
    assertThat(server.answered.get()).isEqualTo(2);
  }

  /** Answers one request on each connection, as if it would keep it, and closes it. */
  private static final class ServerThatCloses implements AutoCloseable {
    private static final String LENGTH = "content-length: ";
    private static final String BODY = "{\"KeyId\":\"one\"}";
    private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final AtomicInteger answered = new AtomicInteger();

    ServerThatCloses() throws IOException {
      Thread.ofVirtual().start(this::serve);
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket connection = socket.accept()) {
          answer(connection);
        } catch (IOException closed) {
          // by the client, or because the test is over
        }
      }
    }

    private void answer(Socket connection) throws IOException {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
          length = Integer.parseInt(line.substring(LENGTH.length()));
        }
      }
      if (in.skip(length) == length && length > 0) {
        OutputStream out = connection.getOutputStream();
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\n";
        String all = head + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        answered.incrementAndGet();
        out.write(all.getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
