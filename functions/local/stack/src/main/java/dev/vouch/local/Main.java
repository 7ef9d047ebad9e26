package dev.vouch.local;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Starts the local stack, prints one line of JSON when it is ready, and runs until it is
 * interrupted or its standard input ends.
 */
public final class Main {
  private Main() {}

  /** See {@link Options#USAGE}. */
  public static void main(String[] arguments) throws IOException {
    Optional<Options> options = Options.parse(List.of(arguments));
    if (options.isEmpty()) {
      System.err.println(Options.USAGE);
      System.exit(2);
    }
    Stack stack = new Stack(options.get());
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
    // from the start: a stack that nobody wants any more must not finish starting first
    Thread.ofPlatform().daemon().name("input").start(Main::stopAtTheEndOfInput);
    try {
      stack.start();
    } catch (IOException | RuntimeException | LinkageError e) {
      if (!stack.isStopping()) {
        e.printStackTrace();
      }
      System.exit(1);
    }
    String line = JSON.std.asString(stack.ready());
    System.out.println(line);
    if (options.get().readyFile().isPresent()) {
      stack.work().writeTo(options.get().readyFile().get(), line + "\n");
    }
  }

  /** The gateway's threads keep the process running until then. */
  private static void stopAtTheEndOfInput() {
    byte[] dropped = new byte[256];
    try {
      while (System.in.read(dropped) >= 0) {
        // what is typed here means nothing
      }
    } catch (IOException e) {
      // no input is the end of input
    }
    System.exit(0);
  }
}
