package dev.vouch.local.dynamodb;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** A running DynamoDB Local, in memory, on a free port of the loopback interface. */
public final class LocalDynamoDb implements AutoCloseable {
  private static final String LIBRARY = "libsqlite4java-";

  private final DynamoDBProxyServer server;
  private final URI endpoint;
  private final DynamoDbClient client;
  private final Path template;

  private LocalDynamoDb(DynamoDBProxyServer server, URI endpoint, Path template) {
    this.server = server;
    this.endpoint = endpoint;
    this.template = template;
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /**
   * Starts the server.
   *
   * @param template the CloudFormation template that describes the tables
   */
  public static LocalDynamoDb start(Path template) {
    findNativeLibrary();
    int port = freePort();
    try {
      // shared: otherwise each access key has tables of its own
      DynamoDBProxyServer server =
          ServerRunner.createServerFromCommandLineArgs(
              new String[] {
                "-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)
              });
      listenOnLoopbackOnly(server);
      server.start();
      return new LocalDynamoDb(server, URI.create("http://127.0.0.1:" + port), template);
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not start", e);
    }
  }

  /** Starts the server with the template of this source tree, found above the working folder. */
  public static LocalDynamoDb start() {
    return start(Template.find());
  }

  public URI endpoint() {
    return endpoint;
  }

  /** A client with credentials that the server accepts (any alphanumeric ones). */
  public DynamoDbClient client() {
    return client;
  }

  /**
   * Creates every table of the template.
   *
   * @return the tables' names by the template's logical ids, such as {@code IdentityTable}
   */
  public Map<String, String> createTables(String prefix) {
    Map<String, String> names = new LinkedHashMap<>();
    Template.read(template)
        .tables()
        .forEach((logicalId, properties) -> {
          String name = prefix + logicalId;
          TableCreation.create(client, name, properties);
          names.put(logicalId, name);
        });
    return names;
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not stop", e);
    }
  }

  /** SQLite's library is on the class path as a file; its loader wants the folder. */
  private static void findNativeLibrary() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "amd64";
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      File file = new File(entry);
      if (file.getName().startsWith(LIBRARY + "linux-" + arch)) {
        System.setProperty("sqlite4java.library.path", String.valueOf(file.getParent()));
        return;
      }
    }
    java.util.Optional.ofNullable(System.getProperty("surefire.test.class.path"))
        .ifPresent(LocalDynamoDb::useClassPath);
  }

  private static void useClassPath(String classPath) {
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (new File(entry).getName().startsWith(LIBRARY + "linux-amd64")) {
        System.setProperty("sqlite4java.library.path", String.valueOf(new File(entry).getParent()));
      }
    }
  }

  /** It would listen on every interface and has no option against that; its connector has. */
  private static void listenOnLoopbackOnly(DynamoDBProxyServer server)
      throws ReflectiveOperationException {
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server jetty = (Server) field.get(server);
    for (Connector connector : jetty.getConnectors()) {
      ((ServerConnector) connector).setHost("127.0.0.1");
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }
}
