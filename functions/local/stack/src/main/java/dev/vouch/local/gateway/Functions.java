package dev.vouch.local.gateway;

import dev.vouch.local.gateway.FunctionPool.Outcome;
import dev.vouch.local.template.DoorBlock;
import dev.vouch.local.template.FunctionBlock;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** All functions of the template, each loaded from its zip. */
public final class Functions implements AutoCloseable {
  private final Map<String, FunctionPool> pools = new LinkedHashMap<>();

  /** As the template has them now; what they get besides is in the additions. */
  private final Map<String, FunctionBlock> blocks = new ConcurrentHashMap<>();

  private final Additions additions;
  private final Routes routes;
  private final DoorBlock door;

  /**
   * Who is told of what.
   *
   * @param log takes what the functions log
   * @param steps told of each step of a request, see {@link FunctionPool}
   */
  public record Told(Consumer<String> log, Consumer<String> steps) {}

  /**
   * What functions get besides their own.
   *
   * @param jars put before those of the zip
   * @param settings environment variables
   * @param properties of the SDK, by a function's logical id
   */
  public record Additions(
      List<Path> jars,
      Map<String, String> settings,
      Function<String, Map<String, String>> properties) {}

  Functions(List<FunctionBlock> functions, DoorBlock door) {
    this(functions, door, new Additions(List.of(), Map.of(), id -> Map.of()));
  }

  private Functions(List<FunctionBlock> functions, DoorBlock door, Additions additions) {
    functions.forEach(block -> blocks.put(block.id(), block));
    this.additions = additions;
    this.routes = new Routes(functions);
    this.door = door;
  }

  /**
   * Opens every zip.
   *
   * @param root where the template's paths start
   * @param folder where the zips are unpacked
   * @param additions what each function gets besides its own
   * @param told of what happens in them
   */
  public static Functions open(
      List<FunctionBlock> blocks,
      DoorBlock door,
      Path root,
      Path folder,
      Additions additions,
      Told told)
      throws IOException {
    Functions functions = new Functions(blocks, door, additions);
    for (FunctionBlock block : blocks) {
      URLClassLoader loader =
          FunctionZip.open(root.resolve(block.zip()), folder.resolve(block.id()), additions.jars());
      functions.add(
          block.id(),
          new FunctionPool(
              block.id(),
              loader,
              block.handler(),
              construct -> functions.settings(block.id()).during(loader, construct),
              FunctionPool.PATIENCE,
              told.log(),
              told.steps()));
    }
    return functions;
  }

  private FunctionSettings settings(String id) {
    return new FunctionSettings(environment(id), additions.properties().apply(id));
  }

  /** A function's own variables and the stack's. */
  private Map<String, String> environment(String id) {
    Map<String, String> all = new LinkedHashMap<>(own(id).environment());
    all.putAll(additions.settings());
    return all;
  }

  private FunctionBlock own(String id) {
    return Objects.requireNonNull(blocks.get(id), id);
  }

  /** Gives new settings to the functions whose own have changed. */
  public void update(List<FunctionBlock> changed) throws IOException {
    for (FunctionBlock block : changed) {
      FunctionBlock before = blocks.put(block.id(), block);
      if (before == null || !block.environment().equals(before.environment())) {
        retire(block.id());
      }
    }
  }

  void add(String id, FunctionPool pool) {
    pools.put(id, pool);
  }

  /** The logical ids, in the template's order. */
  public List<String> ids() {
    return List.copyOf(pools.keySet());
  }

  /** The environment variable of an SDK's property {@code aws.endpointUrlSERVICE}. */
  private static String variable(String property) {
    return property.replace("aws.endpointUrl", "AWS_ENDPOINT_URL_").toUpperCase(Locale.ROOT);
  }

  /** A function with all its settings, for whoever starts it in a process of its own. */
  public FunctionBlock block(String id) {
    Map<String, String> all = environment(id);
    additions
        .properties()
        .apply(id)
        .forEach((property, value) -> all.put(variable(property), value));
    return own(id).with(all);
  }

  /** Makes one instance, so that a zip that does not work is found at start. */
  public void warm(String id) throws IOException {
    try {
      pool(id).warm();
    } catch (Exception e) {
      throw new IOException(id + " does not start", e);
    }
  }

  /** Ends the instances of every function, those that are busy when they have answered. */
  public void retire() throws IOException {
    for (String id : ids()) {
      retire(id);
    }
  }

  /** Ends the instances of one function, in the same way. */
  public void retire(String id) throws IOException {
    try {
      pool(id).retire();
    } catch (Exception e) {
      throw new IOException("an instance does not end", e);
    }
  }

  Routes routes() {
    return routes;
  }

  DoorBlock door() {
    return door;
  }

  Outcome invoke(String id, byte[] event) {
    return pool(id).invoke(event);
  }

  private FunctionPool pool(String id) {
    return Objects.requireNonNull(pools.get(id), id);
  }

  @Override
  public void close() throws IOException {
    for (FunctionPool pool : pools.values()) {
      pool.close();
    }
  }
}
