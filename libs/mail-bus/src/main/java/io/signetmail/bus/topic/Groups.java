package io.signetmail.bus.topic;

/// Names of the groups that share work; the ACL table and the topic owner name them too.
public final class Groups {
  public static final String VERIFIER = "auth-verifier";
  public static final String SIGNER = "dkim-signer";

  /// Those that try again what could not be signed.
  public static final String SIGNER_RETRY = "dkim-signer-retry";

  public static final String RELAY = "smtp-relay";
  public static final String COLLECTOR = "report-collector";

  private Groups() {}
}
