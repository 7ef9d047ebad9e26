package dev.vouch.core.session;

final class FakeChallengeMacTest extends ChallengeMacContract {
  @Override
  protected ChallengeMac mac() {
    return new FakeChallengeMac();
  }
}
