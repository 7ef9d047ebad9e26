package dev.vouch.adapters.system;

import java.util.Optional;

/** The names of the tables. */
public final class TableSettings {
  public static final Setting<String> IDENTITY = table("identity");
  public static final Setting<String> SESSION = table("session");
  public static final Setting<String> REPLAY = table("replay");
  public static final Setting<String> CONFIGURATION = table("configuration");
  public static final Setting<String> AUDIT = table("audit");

  private TableSettings() {}

  /** Amazon DynamoDB Developer Guide, "Naming rules". */
  private static Setting<String> table(String which) {
    return Setting.required(
        "vouch.tables." + which,
        "a table's name",
        (text, _) -> Optional.of(text).filter(name -> name.matches("[A-Za-z0-9_.-]{3,255}")));
  }
}
