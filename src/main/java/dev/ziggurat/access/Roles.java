package dev.ziggurat.access;

public final class Roles {
  public static final String VIEWER = "viewer";
  public static final String ADMIN = "admin";
  public static final String CRON = "cron";

  private Roles() {}
}
