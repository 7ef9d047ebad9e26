package dev.vouch.local.securitykey;

/** What a page shows when it cannot go on. */
final class PageError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PageError(String shown) {
    super(shown);
  }

  /** The problem that the server answered with, as the pages show it. */
  static PageError of(WebClient.Reply reply) {
    try {
      JsonObject problem = JsonReader.object(reply.body());
      return new PageError(
          problem.find("detail").orElse("The server refused.")
              + problem.find("help").map(help -> " " + help).orElse("")
              + " ["
              + problem.find("code").orElse("status " + reply.status())
              + "]");
    } catch (IllegalArgumentException e) {
      return new PageError("The server answered with status " + reply.status() + ".");
    }
  }
}
