package dev.vouch.local.bench;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Decision;
import dev.vouch.core.policy.Denial;
import dev.vouch.core.policy.Grant;
import dev.vouch.core.policy.Lifetime;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Question;
import dev.vouch.core.policy.Subject;
import dev.vouch.core.policy.Subjects;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.vending.VendScene;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One decision, by the number of grants. Of a hundred groups the person is in ten; questions of all
 * outcomes are asked in turn.
 */
@State(Scope.Thread)
public class Decisions {
  private static final int GROUPS = 100;
  private static final int MEMBERSHIPS = 10;
  private static final int QUESTIONS = 256;

  @Param({"10", "1000", "10000"})
  int grants;

  private PolicyIndex index = new PolicyIndex(VendScene.policy());
  private List<Question> questions = List.of();
  private int next;

  @Setup
  public void policy() {
    List<Grant> all = IntStream.range(0, grants).mapToObj(Decisions::grant).toList();
    index = new PolicyIndex(new Policy(List.of(VendScene.registry()), all, denials()));
    Set<String> memberships =
        IntStream.range(0, MEMBERSHIPS).mapToObj(i -> "group-" + i).collect(Collectors.toSet());
    Subject subject = new Subject(new UserId("user@example.com"), memberships);
    questions = IntStream.range(0, QUESTIONS).mapToObj(i -> question(subject, i)).toList();
  }

  @Benchmark
  public Decision decide() {
    next = (next + 1) % QUESTIONS;
    return index.decide(questions.get(next));
  }

  private Question question(Subject subject, int i) {
    int team = (i * 7919) % grants;
    String repository = i % 8 == 0 ? "elsewhere/" + i : "team-" + team + "/service/part-" + i;
    return new Question(
        subject,
        VendScene.registry(),
        new RepositoryName(repository),
        i % 4 == 0 ? Action.PUSH : Action.PULL);
  }

  private static Grant grant(int i) {
    return new Grant(
        "grant-" + i,
        Optional.of("owner@example.com"),
        new Subjects.Members(List.of("group-" + i % GROUPS), List.of()),
        VendScene.HOST,
        patterns("team-" + i + "/**", "shared-" + i),
        i % 3 == 0 ? EnumSet.allOf(Action.class) : EnumSet.of(Action.PULL),
        Lifetime.DEFAULT);
  }

  private static List<Denial> denials() {
    return List.of(
        new Denial(
            "no-secrets",
            Optional.of("security@example.com"),
            new Subjects.Everyone(),
            Optional.empty(),
            patterns("team-0/secret/**"),
            EnumSet.allOf(Action.class)));
  }

  private static List<RepositoryPattern> patterns(String... texts) {
    return Stream.of(texts).map(text -> RepositoryPattern.parse(text).orElseThrow()).toList();
  }
}
