package dev.vouch.core.vending;

import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A provider that mints a known secret, unless told otherwise. */
public final class FakeProvider implements Provider {
  public static final Secret SECRET = Secret.of("registry-password");

  private final Boundaries boundaries;
  private final List<Order> orders = new ArrayList<>();
  private Optional<MintRefusal> foreseen = Optional.empty();
  private Function<Order, Answer<Minted>> answer =
      order -> new Answer.Given<>(minted(order.now().plus(Duration.ofHours(12))));

  public FakeProvider(Boundaries boundaries) {
    this.boundaries = boundaries;
  }

  static Minted minted(Instant expiresAt) {
    return new Minted("AWS", SECRET, expiresAt, Map.of("sts_request_id", "sts-1"));
  }

  public void answers(Function<Order, Answer<Minted>> other) {
    answer = other;
  }

  public List<Order> orders() {
    return List.copyOf(orders);
  }

  /** From now on nothing can be minted, and that is known beforehand. */
  void foresees(MintRefusal why) {
    foreseen = Optional.of(why);
  }

  @Override
  public Optional<MintRefusal> foresee(Entitlement entitlement, Instant expiresAt) {
    return foreseen;
  }

  @Override
  public Answer<Minted> mint(Order order) {
    boundaries.enter("mint");
    orders.add(order);
    Answer<Minted> given = answer.apply(order);
    boundaries.leave();
    return given;
  }
}
