package dev.vouch.local;

import dev.vouch.local.aws.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** What a vend costs in this JVM, as one line of the table of {@link WarmUp}. */
@NullMarked
public final class WarmVend {
  private WarmVend() {}

  /**
   * @param arguments thousands of vends at most, and what the line is called
   */
  public static void main(String[] arguments) throws Exception {
    CallRecorder recorder = new CallRecorder();
    Path folder = Files.createTempDirectory("vouch-bench");
    try (Line line = new Line(folder.resolve("line"), unthrottled(recorder))) {
      Person.Session session = line.enrolled("user@example.com").login().run();
      Load vends = new Load(() -> ServerFigures.vend(session));
      WarmUp warmUp = new WarmUp(vends, recorder, "VendAws", Integer.parseInt(arguments[0]));
      System.out.print(warmUp.run().row(arguments[1]));
    }
    System.exit(0);
  }

  static Trouble unthrottled(CallRecorder recorder) {
    return new Trouble(new Faults(), recorder, said -> {}, Double.MAX_VALUE);
  }
}
