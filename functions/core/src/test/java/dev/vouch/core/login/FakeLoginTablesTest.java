package dev.vouch.core.login;

import dev.vouch.core.session.SessionEnding;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.session.SessionsContract;
import org.junit.jupiter.api.Nested;

final class FakeLoginTablesTest {
  @Nested
  final class AsLogins extends LoginsContract {
    private final FakeLoginTables fake = new FakeLoginTables();

    @Override
    protected Logins logins() {
      return fake;
    }

    @Override
    protected LoginCodes codes() {
      return fake;
    }

    @Override
    protected LoginTables tables() {
      return fake;
    }
  }

  @Nested
  final class AsLoginCodes extends LoginCodesContract {
    private final FakeLoginTables fake = new FakeLoginTables();

    @Override
    protected Logins logins() {
      return fake;
    }

    @Override
    protected LoginCodes codes() {
      return fake;
    }

    @Override
    protected LoginTables tables() {
      return fake;
    }
  }

  @Nested
  final class AsSessions extends SessionsContract {
    private final FakeLoginTables fake = new FakeLoginTables();

    @Override
    protected SessionRows rows() {
      return fake;
    }

    @Override
    protected SessionEnding endings() {
      return fake;
    }

    @Override
    protected LoginTables tables() {
      return fake;
    }
  }
}
