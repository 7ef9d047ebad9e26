package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Standard output as Lambda collects it: each line that an instance writes is one of its function's
 * log. What anybody else writes goes where it went before.
 */
final class InstanceOutput extends OutputStream {
  private static final ScopedValue<InstanceOutput.Lines> CURRENT = ScopedValue.newInstance();

  private final PrintStream others;

  private InstanceOutput(PrintStream others) {
    this.others = others;
  }

  /** The lines of one instance, which has one thread. */
  private record Lines(ByteArrayOutputStream begun, Consumer<String> log) {
    void write(byte[] bytes, int start, int length) {
      for (int i = start; i < start + length; i++) {
        if (bytes[i] == '\n') {
          log.accept(begun.toString(UTF_8));
          begun.reset();
        } else {
          begun.write(bytes[i]);
        }
      }
    }
  }

  /** Puts itself in place of the process's standard output, once. */
  static synchronized void install() {
    if (!(System.out instanceof Collected)) {
      System.setOut(new Collected(new InstanceOutput(System.out)));
    }
  }

  /** Tells that it is in place. */
  private static final class Collected extends PrintStream {
    Collected(InstanceOutput output) {
      super(output, true, UTF_8);
    }
  }

  /** Runs what an instance does. */
  static <T> T to(Consumer<String> log, Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, new Lines(new ByteArrayOutputStream(), log)).call(work::call);
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) {
    if (CURRENT.isBound()) {
      CURRENT.get().write(bytes, start, length);
    } else {
      others.write(bytes, start, length);
    }
  }

  @Override
  public void flush() throws IOException {
    others.flush();
  }
}
