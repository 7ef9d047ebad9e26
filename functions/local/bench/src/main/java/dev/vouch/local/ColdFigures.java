package dev.vouch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.instance.Archives;
import dev.vouch.local.instance.ColdStart;
import dev.vouch.local.instance.Figure;
import dev.vouch.local.instance.Jars;
import dev.vouch.local.instance.Layout;
import dev.vouch.local.instance.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/** Cold starts of the functions of the zips beside a handler that does nothing, as tables. */
@NullMarked
public final class ColdFigures {
  private static final String VEND = "VendAws";
  private static final double BUDGET = 5;
  private static final byte[] NOTHING = "{}".getBytes(UTF_8);
  private static final List<String> FUNCTIONS =
      List.of("Pages", "Discover", "Enroll", "Authenticate", VEND, "Administer", "ReviewAudit");

  private final ColdStart starts;
  private final Tasks tasks;
  private final Events events;
  private final Archives archives;
  private final Layout managed = Layout.managed();
  private final int rounds;
  private final StringBuilder text = new StringBuilder();

  private ColdFigures(Line line, Person person, Path folder, List<Path> runtime, int rounds) {
    this.starts = new ColdStart(runtime);
    this.tasks = new Tasks(line, folder);
    this.events = new Events(line, person);
    this.archives = new Archives(starts, folder);
    this.rounds = rounds;
  }

  /**
   * @param arguments the folder of the runtime interface client's jars; how often each is started
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("vouch-cold");
    try (Line line = new Line(folder.resolve("line"), Trouble.unthrottled(step -> {}))) {
      int rounds = Integer.parseInt(arguments[1]);
      System.out.print(
          new ColdFigures(
                  line,
                  line.enrolled("user@example.com"),
                  folder,
                  Jars.in(Path.of(arguments[0])),
                  rounds)
              .measure());
    }
    System.exit(0);
  }

  private String measure() throws Exception {
    Map<String, Task> all = new LinkedHashMap<>();
    for (String id : FUNCTIONS) {
      Task task = tasks.recorded(id);
      answered(starts.measure(managed, task, events.make(id)));
      all.put(id, task);
    }
    tasks.replay();
    Task vend = Objects.requireNonNull(all.get(VEND));
    Task empty = tasks.empty(VEND);
    functions(all, empty);
    layouts(vend, empty);
    snapshots(vend);
    return text.toString();
  }

  /** Each function and the floor, one after the other in each round. */
  private void functions(Map<String, Task> all, Task empty) throws Exception {
    Map<String, Figure> figures = new LinkedHashMap<>();
    Figure floor = new Figure();
    for (int round = 0; round < rounds; round++) {
      floor.add(starts.measure(managed, empty, NOTHING));
      for (var each : all.entrySet()) {
        figures
            .computeIfAbsent(each.getKey(), id -> new Figure())
            .add(answered(starts.measure(managed, each.getValue(), events.make(each.getKey()))));
      }
    }
    text.append(
        "| function | first request | spawn to answer, median | processor time, median | × floor"
            + " |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    text.append("| nothing (the floor) | any | ").append(floor.columns()).append(" | 1.0 |\n");
    figures.forEach((id, figure) ->
        text.append(
            "| %s | `%s` | %s | %s |%n"
                .formatted(id, Events.route(id), figure.columns(), figure.over(floor))));
    budget(figures.get(VEND), floor);
  }

  private void budget(@org.jspecify.annotations.Nullable Figure vend, Figure floor) {
    if (vend == null) {
      throw new IllegalStateException("no vend was measured");
    }
    text.append("\n| budget | measured | |\n| --- | --- | --- |\n");
    text.append(
        "| a first credential, at most 5 × the floor (stretch: 3 ×) | %s × | %s |%n"
            .formatted(
                vend.over(floor), vend.median() <= BUDGET * floor.median() ? "met" : "**missed**"));
  }

  /** Other ways to start the same zip, each beside its own floor. */
  private void layouts(Task vend, Task empty) throws Exception {
    Map<String, Layout[]> layouts = new LinkedHashMap<>();
    layouts.put("as it is deployed", pair(managed, managed));
    Layout cached = archives.aheadOfTime("client", managed, empty, () -> NOTHING);
    layouts.put("the same, with a cache of the client's own classes", pair(cached, cached));
    Layout tiered = managed.bothCompilers();
    layouts.put("the same, with both compilers", pair(tiered, tiered));
    layouts.put(
        "the same, with an AOT cache of everything",
        pair(aheadOfTime("all", managed, vend), aheadOfTime("all-floor", managed, empty)));
    Layout flat = managed.flattened();
    layouts.put(
        "jars on the class path, AppCDS archive",
        pair(classData("flat", flat, vend), classData("flat-floor", flat, empty)));
    layouts.put(
        "jars on the class path, AOT cache",
        pair(aheadOfTime("path", flat, vend), aheadOfTime("path-floor", flat, empty)));
    Layout linked = flat.on(archives.linkedRuntime());
    layouts.put(
        "own JDK of a layer, AOT cache",
        pair(aheadOfTime("own", linked, vend), aheadOfTime("own-floor", linked, empty)));
    compare(layouts, vend, empty);
  }

  private Layout aheadOfTime(String name, Layout layout, Task task) throws Exception {
    return archives.aheadOfTime(name, layout, task, () -> event(task));
  }

  private Layout classData(String name, Layout layout, Task task) throws Exception {
    return archives.classData(name, layout, task, () -> event(task));
  }

  private byte[] event(Task task) {
    return task.environment().isEmpty() ? NOTHING : events.make(VEND);
  }

  private static Layout[] pair(Layout vend, Layout floor) {
    return new Layout[] {vend, floor};
  }

  private void compare(Map<String, Layout[]> layouts, Task vend, Task empty) throws Exception {
    Map<String, Figure[]> figures = new LinkedHashMap<>();
    layouts.keySet().forEach(name -> figures.put(name, new Figure[] {new Figure(), new Figure()}));
    for (int round = 0; round < rounds; round++) {
      for (var each : layouts.entrySet()) {
        Figure[] both = figures.getOrDefault(each.getKey(), new Figure[0]);
        both[0].add(answered(starts.measure(each.getValue()[0], vend, events.make(VEND))));
        both[1].add(starts.measure(each.getValue()[1], empty, NOTHING));
      }
    }
    text.append("\n| VendAws, layout | spawn to credential, median | processor time, median |");
    text.append(" floor, median | × floor | beside the zip |\n");
    text.append("| --- | --- | --- | --- | --- | --- |\n");
    for (var each : layouts.entrySet()) {
      Figure[] both = figures.getOrDefault(each.getKey(), new Figure[0]);
      text.append(
          "| %s | %s | %.0f ms | %s | %s |%n"
              .formatted(
                  each.getKey(),
                  both[0].columns(),
                  both[1].median(),
                  both[0].over(both[1]),
                  archives.size(each.getValue()[0])));
    }
  }

  /** What priming saves for the first request of an instance that has been primed. */
  private void snapshots(Task vend) throws Exception {
    Layout tiered = managed.bothCompilers(); // as Lambda does then
    Figure init = new Figure();
    Figure first = new Figure();
    Figure unprimed = new Figure();
    for (int round = 0; round < rounds; round++) {
      var primed = starts.measureAfterInit(tiered, vend, true, () -> events.make(VEND));
      answered(primed);
      init.add(primed);
      first.addRequest(primed);
      unprimed.addRequest(
          answered(starts.measureAfterInit(tiered, vend, false, () -> events.make(VEND))));
    }
    text.append("\n| VendAws, in one process | median |\n| --- | --- |\n");
    text.append(
        "| spawn until it is primed and ready for its snapshot | %.0f ms |%n"
            .formatted(init.median()));
    text.append("| first request after that | %.0f ms |%n".formatted(first.median()));
    text.append(
        "| first request of an instance that is wired, not primed | %.0f ms |%n"
            .formatted(unprimed.median()));
  }

  private static ColdStart.Outcome answered(ColdStart.Outcome outcome) {
    Events.answered(outcome.body());
    return outcome;
  }
}
