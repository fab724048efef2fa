package io.signetmail.ingress.account;

import java.time.Duration;

/// How long and how many answers of key-service are remembered.
///
/// @param whenAway how long one is used while key-service cannot be asked
public record CacheTimes(Duration fresh, Duration whenAway, int capacity) {}
