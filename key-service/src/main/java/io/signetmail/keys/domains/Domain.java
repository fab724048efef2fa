package io.signetmail.keys.domains;

import java.time.Instant;

/// A provisioned domain.
public record Domain(MailDomain name, Instant createdAt) {}
