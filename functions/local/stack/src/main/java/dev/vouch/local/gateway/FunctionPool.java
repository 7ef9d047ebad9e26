package dev.vouch.local.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The instances of one function. Each serves one request at a time, as in Lambda; another is made
 * when all are busy, and one that failed or did not answer in time is not used again.
 */
final class FunctionPool implements AutoCloseable {
  /** What became of an invocation. */
  sealed interface Outcome {}

  /** The function answered with this event. */
  record Answered(String event) implements Outcome {}

  /** It threw, or could not be started. */
  record Failed(Throwable cause) implements Outcome {}

  /** No answer in time. */
  record TimedOut() implements Outcome {}

  /** How an instance gets its settings: the function's own are in place while it starts. */
  @FunctionalInterface
  interface Start {
    Object withSettings(java.util.concurrent.Callable<Object> construct) throws Exception;
  }

  /** API Gateway's limit. */
  static final Duration PATIENCE = Duration.ofSeconds(29);

  private final String name;
  private final Duration patience;
  private final URLClassLoader loader;
  private final String handlerClass;
  private final Start start;
  private final Consumer<String> log;
  private final Consumer<String> steps;
  private final LocalParts parts;
  private final Deque<Instance> idle = new ConcurrentLinkedDeque<>();

  /** Kept from one request to the next, as Lambda does: libraries keep buffers with a thread. */
  private final ExecutorService threads;

  private final AtomicInteger generation = new AtomicInteger();

  /** A handler, what ends its parts, and the generation that it was made in. */
  private record Instance(Object handler, AutoCloseable parts, int generation) {}

  /**
   * No instance yet.
   *
   * @param steps told of each step of a request, on the thread that takes it: its start, each call
   *     of AWS, its end. An {@link InstanceDied} thrown there ends the instance there.
   */
  FunctionPool(
      String name,
      URLClassLoader loader,
      String handlerClass,
      Start start,
      Duration patience,
      Consumer<String> log,
      Consumer<String> steps) {
    this.patience = patience;
    this.name = name;
    this.loader = loader;
    this.handlerClass = handlerClass;
    this.start = start;
    this.log = log;
    this.steps = step -> steps.accept(name + " " + step);
    InstanceOutput.install();
    this.parts = new LocalParts(loader);
    this.threads = Executors.newCachedThreadPool(this::thread);
    parts.tell(this.steps);
  }

  /** Makes one instance, so that the first request finds it. */
  void warm() throws Exception {
    idle.add(InstanceOutput.to(log, this::create));
  }

  Outcome invoke(byte[] event) {
    Future<Outcome> answer = threads.submit(() -> InstanceOutput.to(log, () -> answer(event)));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new TimedOut();
    } catch (ExecutionException e) {
      return new Failed(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed(e);
    }
  }

  private Thread thread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name("function-" + name).unstarted(work);
    thread.setContextClassLoader(loader);
    return thread;
  }

  private Outcome answer(byte[] event) throws Exception {
    Instance ready = idle.poll();
    Instance instance = ready == null ? create() : ready;
    try {
      steps.accept("start");
      String answer = handle(instance.handler(), event);
      steps.accept("end");
      rest(instance);
      return new Answered(answer);
    } catch (InvocationTargetException e) {
      instance.parts().close();
      return new Failed(e.getCause() == null ? e : e.getCause());
    } catch (InstanceDied died) {
      instance.parts().close();
      return new Failed(died);
    }
  }

  private String handle(Object handler, byte[] event) throws ReflectiveOperationException {
    Object context = FunctionContext.create(loader, name, (int) patience.toMillis(), log);
    Class<?> contextType =
        Class.forName("com.amazonaws.services.lambda.runtime.Context", true, loader);
    Method handle =
        Class.forName("com.amazonaws.services.lambda.runtime.RequestStreamHandler", true, loader)
            .getMethod("handleRequest", InputStream.class, OutputStream.class, contextType);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handle.invoke(handler, new ByteArrayInputStream(event), answer, context);
    return answer.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void rest(Instance instance) throws Exception {
    if (instance.generation() == generation.get()) {
      idle.push(instance);
    } else {
      instance.parts().close();
    }
  }

  /**
   * Ends the instances, those that are busy when they have answered: the next request finds none.
   */
  void retire() throws Exception {
    generation.incrementAndGet();
    for (Instance instance = idle.poll(); instance != null; instance = idle.poll()) {
      instance.parts().close();
    }
  }

  /** One at a time, so that the latest parts are this instance's. */
  private Instance create() throws Exception {
    int now = generation.get();
    return (Instance)
        start.withSettings(() ->
            new Instance(
                Class.forName(handlerClass, true, loader).getConstructor().newInstance(),
                parts.latest(),
                now));
  }

  @Override
  public void close() throws IOException {
    threads.shutdown(); // and no waiting for one that never answers
    loader.close();
  }
}
