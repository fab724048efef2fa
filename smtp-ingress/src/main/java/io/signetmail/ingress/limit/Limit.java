package io.signetmail.ingress.limit;

import java.util.Locale;

/// Every limit a client can run into, by the name it has in `signet_ingress_limits_total`.
public enum Limit {
  CONNECTIONS,
  CONNECTIONS_PER_NETWORK,
  NEW_CONNECTIONS_PER_NETWORK,
  MESSAGES_PER_NETWORK,
  OWN_GATEWAY,
  RECIPIENTS,
  ERRORS,
  COMMANDS_WITHOUT_MAIL,
  IDLE_TIME,
  TOTAL_TIME,
  UNREAD_REPLIES,
  MESSAGE_BYTES,
  BYTES_IN_FLIGHT,
  BYTES_PER_NETWORK,
  RECEIVED_FIELDS,
  FAILED_LOGINS;

  /// The value of the metric's tag.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
