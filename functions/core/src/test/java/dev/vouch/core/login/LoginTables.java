package dev.vouch.core.login;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.session.Session;
import java.util.List;
import java.util.Optional;

/** What the contract tests of the login's ports need of a store besides the ports. */
public interface LoginTables {
  void put(User user);

  void put(EnrolledKey key);

  void put(Session session);

  Optional<Session> session(String id);

  /** The types of the records that were appended, oldest first, without the birth of a chain. */
  List<String> recordTypes();
}
