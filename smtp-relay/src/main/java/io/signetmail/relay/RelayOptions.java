package io.signetmail.relay;

import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.RetrySchedule;
import java.time.Duration;

/// How a relay behaves, apart from where things are.
///
/// @param hostname our name in EHLO and in notifications
/// @param limits how much is claimed, and under which name
/// @param attempts at the same time in this process
/// @param drain how long stopping waits for attempts under way
/// @param cacheBytes bodies kept from reading until their first attempt
/// @param bodyBytes bodies read back from Kafka, all copies
/// @param trimEvery how often the topics are trimmed
/// @param keepFinished how long a finished message is still known
public record RelayOptions(
    String hostname,
    ClaimLimits limits,
    RetrySchedule retry,
    int attempts,
    Duration drain,
    long cacheBytes,
    long bodyBytes,
    Duration trimEvery,
    Duration keepFinished) {}
