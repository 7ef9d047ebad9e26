package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.Web.Reply;
import dev.vouch.local.template.FunctionBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The issuer key is rotated, forwards and back, while credentials are vended all the time. */
@Tag("line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IssuerRotationTest {
  private static final int CALLERS = 4;

  private Line line;
  private Person.Session session;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    line = new Line(folder, step -> {}, entry -> {});
    session = line.enrolled("user@example.com").login().run();
  }

  @AfterAll
  void stop() throws Exception {
    line.close();
  }

  @Test
  void noVendFailsWhileTheIssuerKeyIsRotatedForwardsAndBack() throws Exception {
    Set<String> first = published();
    try (Callers callers = new Callers()) {
      callers.waitForVends();
      Set<String> both = step("first-and-second", callers);
      assertThat(both).hasSize(2).containsAll(first);
      assertThat(step("second-and-first", callers)).isEqualTo(both);
      Set<String> second = step("second", callers);
      both.removeAll(first);
      assertThat(second).isEqualTo(both);
      Set<String> back = step("second-and-first", callers);
      assertThat(back).hasSize(2).containsAll(second).doesNotContainAnyElementsOf(first);
      step("first-and-second", callers);
      assertThat(step("first", callers)).hasSize(1).doesNotContainAnyElementsOf(second);
      assertThat(callers.refused()).isEmpty();
    }
  }

  /** CloudFormation changes roles, keys and the alias first, and each function after them. */
  @Test
  void anInstanceThatStartsWithTheSettingsOfBeforeAnswersAllTheSame() throws Exception {
    String before = "first";
    try {
      for (String keys : List.of("first-and-second", "second-and-first", "second")) {
        Set<String> published = published();
        List<FunctionBlock> changed = line.running().change("IssuerKeys", keys);
        line.functions().retire();
        assertThat(published()).as(before + " to " + keys).isEqualTo(published);
        assertThat(vend().status()).as(before + " to " + keys).isEqualTo(200);
        line.running().resources().pointAliases();
        line.functions().retire();
        assertThat(published()).as(before + " to " + keys).isEqualTo(published);
        assertThat(vend().status()).as(before + " to " + keys).isEqualTo(200);
        line.functions().update(changed);
        before = keys;
      }
      assertThat(published()).hasSize(1);
    } finally {
      line.running().deploy("IssuerKeys", "first");
      line.functions().retire();
    }
  }

  @Test
  void aKeyThatIsNotPublishedIsRefusedSoTheOrderOfTheStepsMatters() throws Exception {
    line.running().deploy("IssuerKeys", "second");
    line.functions().retire();
    try {
      // the documents of before, as STS may still hold them
      line.running().deploy("IssuerKeys", "first");
      line.running().resources().deploy("IssuerKeys", "second");
      line.running().resources().pointAliases();
      line.functions().retire();
      assertThat(vend().code()).isEqualTo("identity_token_rejected");
    } finally {
      line.running().deploy("IssuerKeys", "first");
      line.functions().retire();
    }
  }

  /** One deployment; instances come and go afterwards, and each has vended before the next. */
  private Set<String> step(String keys, Callers callers) throws Exception {
    line.running().deploy("IssuerKeys", keys);
    callers.waitForVends();
    line.functions().retire();
    callers.waitForVends();
    return published();
  }

  private Set<String> published() {
    Set<String> ids = new TreeSet<>();
    Object keys = line.web().get("/.well-known/jwks.json").json().getOrDefault("keys", List.of());
    for (Object key : (List<?>) keys) {
      ids.add(String.valueOf(((Map<?, ?>) key).get("kid")));
    }
    return ids;
  }

  private Reply vend() {
    return session.vend(UUID.randomUUID().toString());
  }

  /** Vend one credential after the other until they are closed. */
  private final class Callers implements AutoCloseable {
    private final Queue<Reply> refused = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final int[] vends = new int[CALLERS];
    private volatile boolean stopped;

    Callers() {
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        threads.add(Thread.startVirtualThread(() -> run(caller)));
      }
    }

    private void run(int caller) {
      while (!stopped) {
        Reply reply = vend();
        if (reply.status() != 200) {
          refused.add(reply);
        }
        lock.lock();
        try {
          vends[caller]++;
          ended.signalAll();
        } finally {
          lock.unlock();
        }
      }
    }

    /** Until every caller has begun a vend after this, and has its answer. */
    void waitForVends() throws InterruptedException {
      lock.lock();
      try {
        int[] before = vends.clone();
        for (int caller = 0; caller < CALLERS; caller++) {
          while (vends[caller] < before[caller] + 2) {
            ended.await();
          }
        }
      } finally {
        lock.unlock();
      }
    }

    Queue<Reply> refused() {
      return refused;
    }

    @Override
    public void close() throws InterruptedException {
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
