package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP proxy that tunnels port 443 of the registry's hosts to the data plane, and refuses every
 * other address: a client configured with it cannot reach anything else.
 */
public final class ConnectProxy implements AutoCloseable {
  private static final int LONGEST_HEAD = 8_192;
  private static final int PATIENCE_MILLIS = 10_000;
  private final ServerSocket server = new ServerSocket();
  private final Map<String, InetSocketAddress> targets = new HashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread accepting = Thread.ofVirtual().name("proxy").unstarted(this::accept);

  private ConnectProxy(Map<String, InetSocketAddress> hosts) throws IOException {
    hosts.forEach((host, dataPlane) -> targets.put(host + ":443", dataPlane));
    server.bind(Loopback.port(0));
  }

  /** Starts it on a free port of 127.0.0.1, with the data plane of each host. */
  public static ConnectProxy start(Map<String, InetSocketAddress> hosts) throws IOException {
    ConnectProxy proxy = new ConnectProxy(hosts);
    proxy.accepting.start();
    return proxy;
  }

  /** What goes into HTTPS_PROXY. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
    awaitLastAccept();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** The port listens until the thread that waits in accept has left it. */
  private void awaitLastAccept() {
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // the socket was closed: the loop ends
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      client.setSoTimeout(PATIENCE_MILLIS);
      String[] line = head(client.getInputStream()).split(" ", -1);
      boolean connect = line.length == 3 && line[0].equals("CONNECT");
      InetSocketAddress target = connect ? targets.get(line[1].toLowerCase(Locale.ROOT)) : null;
      if (target == null) {
        answer(client, "403 Forbidden", "This proxy serves the local registry only.\n");
        return;
      }
      client.setSoTimeout(0);
      tunnel(client, target);
    } catch (IOException e) {
      // the client went away: nobody is left to answer
    } finally {
      open.remove(client);
    }
  }

  /** The first line; the rest of the head is read and dropped. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || head.length() == LONGEST_HEAD) {
        return "";
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private static void answer(Socket client, String status, String body) throws IOException {
    String text =
        "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, body.length(), body);
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private void tunnel(Socket client, InetSocketAddress dataPlane) throws IOException {
    try (Socket registry = new Socket()) {
      open.add(registry);
      registry.connect(dataPlane, PATIENCE_MILLIS);
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
      Thread back = Thread.ofVirtual().start(() -> pump(registry, client));
      pump(client, registry);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Copies until one side ends, then says so to the other. */
  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    } finally {
      open.remove(from);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed either way
    }
  }
}
