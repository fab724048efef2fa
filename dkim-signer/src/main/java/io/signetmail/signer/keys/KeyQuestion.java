package io.signetmail.signer.keys;

import io.signetmail.auth.dns.DomainName;

/// Whose key is wanted.
///
/// @param user SASL user of the submission; empty for mail of the platform itself
/// @param domain domain of the From address
public record KeyQuestion(String user, DomainName domain) {}
