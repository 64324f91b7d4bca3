package dev.ziggurat.access;

/** The roles, as {@code @RolesAllowed} names them. */
public final class Roles {

  /** Reads games and usage. */
  public static final String VIEWER = "viewer";

  /** Changes settings and games; every admin is a viewer too. */
  public static final String ADMIN = "admin";

  /** Starts ticks. */
  public static final String CRON = "cron";

  /** Plays for one agent, with a token of its own; reads and changes nothing else. */
  public static final String PLAYER = "player";

  private Roles() {}
}
