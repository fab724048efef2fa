package io.signetmail.bus;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What is to happen to a message that is taken on.
public enum Disposition {
  @JsonProperty("accept")
  ACCEPT,
  @JsonProperty("quarantine")
  QUARANTINE
}
