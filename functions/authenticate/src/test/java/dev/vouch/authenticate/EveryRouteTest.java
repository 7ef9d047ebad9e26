package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.RefusedEvents;
import dev.vouch.core.identity.User;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.login.FakeLoginTables;
import dev.vouch.core.session.TestLogin;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EveryRouteTest {
  @Test
  void refusesEachEventAsItsNameSaysAndWritesNothing() throws Exception {
    var tables = new FakeLoginTables();
    try (var deployment = new Deployment(Map.of(), tables)) {
      var alice = new EnrolledPerson(TestLogin.BASE, "alice@example.com");
      tables.put(alice.user(User.Status.ACTIVE));
      tables.put(alice.key());
      var client = new TestClient(deployment, alice);
      String token = client.login();
      int rows = tables.rows();
      RefusedEvents.assertRefused(
          "authenticate", event -> deployment.send(client.live(event, "POST", token)));
      assertThat(tables.rows()).isEqualTo(rows);
      assertThat(deployment.send(client.session(token)).status()).isEqualTo(200);
    }
  }
}
