package dev.vouch.local.snapshot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.Security;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.ObjectName;

/**
 * Makes an instance, runs it up to its snapshot, and prints one line for each thing that it has
 * seen: {@code connects URI}, {@code draws CALLER}, {@code keeps NUMBER CLASS}, and at the end
 * {@code started HANDLER}.
 */
public final class Probe {
  /** Dates are left out: certificates have two each, and nothing of ours makes one. */
  private static final List<String> DATED_OR_DRAWN =
      List.of(
          "java.time.Instant",
          "java.util.UUID",
          "java.util.Random",
          "java.util.SplittableRandom",
          "software.amazon.awssdk.auth.credentials.AwsBasicCredentials",
          "software.amazon.awssdk.auth.credentials.AwsSessionCredentials",
          "sun.net.www.http.HttpClient");

  private Probe() {}

  /** Notes every address that something is about to connect to. */
  private static final class Connections extends ProxySelector {
    private final Queue<URI> tried = new ConcurrentLinkedQueue<>();

    @Override
    public List<Proxy> select(URI uri) {
      tried.add(uri);
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  /**
   * @param arguments the handler's class
   */
  public static void main(String[] arguments) throws Exception {
    Security.insertProviderAt(new RecordedRandom.First(), 1);
    Connections connections = new Connections();
    ProxySelector.setDefault(connections);
    Object handler = Class.forName(arguments[0]).getConstructor().newInstance();
    // part of the client's context of hooks is native
    Class.forName("com.amazonaws.services.lambda.runtime.api.client.runtimeapi.JniHelper")
        .getMethod("load")
        .invoke(null);
    Object context =
        Class.forName("com.amazonaws.services.lambda.crac.Core")
            .getMethod("getGlobalContext")
            .invoke(null);
    Class<?> type = Class.forName("com.amazonaws.services.lambda.crac.Context");
    type.getMethod("beforeCheckpoint", type).invoke(context, (Object) null);
    connections.tried.forEach(uri -> System.out.println("connects " + uri));
    RecordedRandom.DRAWS.forEach(draw -> System.out.println("draws " + caller(draw)));
    histogram().lines().forEach(Probe::printIfWatched);
    // said last, so that the handler is alive until then
    System.out.println("started " + handler.getClass().getName());
    System.exit(0);
  }

  /** Whose code it is that draws: the first frame that is not the JDK's or the recorder's. */
  private static String caller(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (!name.startsWith("java.") && !name.startsWith("sun.") && !name.contains("Recorded")) {
        return name + "." + frame.getMethodName();
      }
    }
    return "the JDK";
  }

  /** The live objects of the process, counted by class. */
  private static String histogram() throws Exception {
    return String.valueOf(
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()}));
  }

  private static void printIfWatched(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length >= 4 && DATED_OR_DRAWN.contains(words[3])) {
      System.out.println("keeps " + words[1] + " " + words[3]);
    }
  }
}
