package io.signetmail.smtp.client;

/// User and password for AUTH (RFC 4954). The password is never printed.
public record Credentials(String user, String password) {
  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}
