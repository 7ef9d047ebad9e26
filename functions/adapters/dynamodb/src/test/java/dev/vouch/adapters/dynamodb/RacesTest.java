package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.dynamodb.Racers.Racer;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.login.CompletedLogin;
import dev.vouch.core.login.LoginCode;
import dev.vouch.core.login.LoginCodes;
import dev.vouch.core.login.Logins;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.DistinctRandom;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.VendingRecords;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What may be used once is used once, whoever else wants it at the same moment. A few rounds in
 * every build, a thousand of each under load.
 */
final class RacesTest {
  private static final int FEW = 4;
  private static final int MANY = 1_000;
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Tables tables = LocalTables.fresh();
  private final TestLogin alice = new TestLogin("alice@example.com");
  private final Map<Result, Integer> total = new EnumMap<>(Result.class);

  /** What a racer comes home with. */
  private enum Result {
    WON,
    USED,
    /** Given up under contention, with nothing written: the client is told to try again. */
    GIVEN_UP
  }

  @Test
  void letsOneOfSixtyFourUseAChallenge() throws Exception {
    raceForChallenges(FEW);
  }

  @Test
  @Tag("stress")
  void letsOneOfSixtyFourUseEachOfAThousandChallenges() throws Exception {
    raceForChallenges(MANY);
  }

  @Test
  void letsOneOfSixtyFourUseACode() throws Exception {
    raceForCodes(FEW);
  }

  @Test
  @Tag("stress")
  void letsOneOfSixtyFourUseEachOfAThousandCodes() throws Exception {
    raceForCodes(MANY);
  }

  @Test
  void letsOneOfSixtyFourUseAProof() throws Exception {
    raceForProofs(FEW);
  }

  @Test
  @Tag("stress")
  void letsOneOfSixtyFourUseEachOfAThousandProofs() throws Exception {
    raceForProofs(MANY);
  }

  private void raceForChallenges(int rounds) throws Exception {
    AtomicInteger codes = new AtomicInteger();
    race(
        "challenges",
        rounds,
        racer -> {
          Logins logins = new DynamoDbLogins(LocalTables.client(), tables, writes());
          return round ->
              tried(
                  () -> logins.complete(login("round " + round, codes.incrementAndGet()), NOW),
                  outcome ->
                      switch (outcome) {
                        case Logins.Outcome.Recorded r -> Result.WON;
                        case Logins.Outcome.ChallengeUsed r -> Result.USED;
                        case Logins.Outcome.CounterSteppedBack r ->
                            throw new AssertionError("the counter is no part of this race");
                      });
        });
    assertThat(written("code#")).hasSize(rounds);
    assertThat(Audited.types(tables)).hasSize(rounds).containsOnly("login.completed");
  }

  private void raceForCodes(int rounds) throws Exception {
    Logins logins = new DynamoDbLogins(LocalTables.client(), tables, writes());
    race(
        "codes",
        rounds,
        racer -> {
          LoginCodes codes = new DynamoDbLoginCodes(LocalTables.client(), tables, writes());
          return round -> {
            LoginCode code = code(round);
            Proof proof = proof("round " + round + " racer " + racer);
            return tried(
                () -> codes.start(code, CompletedLogin.session(alice, code, NOW), proof, NOW),
                outcome ->
                    switch (outcome) {
                      case LoginCodes.Outcome.Started s -> Result.WON;
                      case LoginCodes.Outcome.CodeNotGood n -> Result.USED;
                      case LoginCodes.Outcome.ProofReplayed r ->
                          throw new AssertionError("each racer has a proof of its own");
                    });
          };
        },
        round -> logins.complete(login("round " + round, round), NOW));
    assertThat(written("session#")).hasSize(rounds);
    assertThat(Audited.types(tables))
        .filteredOn(type -> type.equals("session.started"))
        .hasSize(rounds);
  }

  /** Half of the racers vend, half explain: a proof used in one place is used in the other. */
  private void raceForProofs(int rounds) throws Exception {
    Session session = alice.session(alice.token(), touch("a session"));
    LocalTables.client()
        .putItem(put -> put.tableName(tables.session()).item(SessionItems.item(session).toMap()));
    AtomicInteger vended = new AtomicInteger();
    race(
        "proofs",
        rounds,
        racer -> {
          VendingRecords records =
              new DynamoDbVendingRecords(
                  tables, writes(), new DynamoDbSessionRows(LocalTables.client(), tables));
          return racer % 2 == 0
              ? round -> vend(records, session, proof("round " + round), vended)
              : round ->
                  tried(
                      () -> records.use(proof("round " + round)),
                      used -> used ? Result.WON : Result.USED);
        });
    assertThat(new Reads(LocalTables.client()).all(tables.replay(), "proof#", "proof#"))
        .hasSize(rounds);
    assertThat(Audited.types(tables)).hasSize(vended.get());
  }

  private static Result vend(
      VendingRecords records, Session session, Proof proof, AtomicInteger vended) throws Exception {
    return tried(
        () -> records.recordLive(proof, session.id(), AuditEntry.of("test.vended"), NOW),
        recorded ->
            switch (recorded) {
              case VendingRecords.Recorded.Written w -> {
                vended.incrementAndGet();
                yield Result.WON;
              }
              case VendingRecords.Recorded.ProofUsed u -> Result.USED;
              case VendingRecords.Recorded.SessionEnded e ->
                  throw new AssertionError("the session lives");
            });
  }

  private void race(String what, int rounds, java.util.function.IntFunction<Racer<Result>> racers)
      throws Exception {
    race(what, rounds, racers, round -> {});
  }

  private void race(
      String what,
      int rounds,
      java.util.function.IntFunction<Racer<Result>> racers,
      java.util.function.IntConsumer prepare)
      throws Exception {
    for (int round = 0; round < rounds; round++) {
      prepare.accept(round);
    }
    Racers.run(what, rounds, racers, this::judge);
    System.out.printf("%s: %d rounds of %d, %s%n", what, rounds, Racers.COUNT, total);
    assertThat(total).containsEntry(Result.WON, rounds);
  }

  private void judge(int round, List<Result> results) {
    assertThat(results).as("round %d", round).hasSize(Racers.COUNT).containsOnlyOnce(Result.WON);
    results.forEach(result -> total.merge(result, 1, Integer::sum));
  }

  private static <T> Result tried(
      Callable<T> attempt, java.util.function.Function<T, Result> reading) throws Exception {
    try {
      return reading.apply(attempt.call());
    } catch (Unavailable e) {
      return Result.GIVEN_UP;
    }
  }

  private AuditedWrites writes() {
    return new AuditedWrites(
        LocalTables.client(), tables, new AuditChain("test", new DistinctRandom()));
  }

  private List<Item> written(String prefix) {
    return new Reads(LocalTables.client()).all(tables.session(), prefix, prefix);
  }

  private TestLogin.Touch touch(String of) {
    return alice.touch(Sha256.of("key of " + of).base64Url(), NOW.minusSeconds(30));
  }

  /** A login that uses the challenge of {@code name}, from a key that does not count. */
  private Logins.Completed login(String name, int code) {
    return CompletedLogin.of(alice, touch(name), hash(code), 0);
  }

  private LoginCode code(int round) {
    return login("round " + round, round).loginCode("aaaaaaaaaaaaaaaaaaaa-1", NOW);
  }

  private static Sha256 hash(int code) {
    return Sha256.of("code " + code);
  }

  private Proof proof(String id) {
    return new Proof(Sha256.of("a key").base64Url(), Sha256.of(id), NOW);
  }
}
