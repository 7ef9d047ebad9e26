package dev.vouch.local.net;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** 127.0.0.1, and servers that listen there on a thread per request. */
public final class Loopback {
  private Loopback() {}

  /** 127.0.0.1 with this port, or with one that is free when it is 0. */
  public static InetSocketAddress port(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A started HTTP server. */
  public static HttpServer serve(int port, HttpHandler handler) throws IOException {
    return started(HttpServer.create(port(port), 0), handler);
  }

  /** An HTTP server whose port is taken, and which does not answer before {@link #start}. */
  public static HttpServer bind(int port) throws IOException {
    return HttpServer.create(port(port), 0);
  }

  /** Starts a bound server. */
  public static void start(HttpServer server, HttpHandler handler) {
    started(server, handler);
  }

  /** A started HTTPS server. */
  public static HttpServer serve(SSLContext tls, HttpHandler handler) throws IOException {
    HttpsServer server = HttpsServer.create(port(0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return started(server, handler);
  }

  private static HttpServer started(HttpServer server, HttpHandler handler) {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    return server;
  }
}
