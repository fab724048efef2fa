package io.signetmail.verifier;

import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// Mails that a verifier signs and verifies for itself before it takes its first question.
///
/// A process that has just started loads classes and runs uncompiled for its first messages, which
/// would make senders wait for a second and more. The rehearsal also shows that this machine's
/// cryptography agrees with itself: a verifier for which it does not must not give verdicts.
final class Rehearsal {
  private static final int MAILS = 300;
  private static final int KEY_BITS = 2048;
  private static final String DOMAIN = "rehearsal.invalid";
  private static final String LINE = "A line that nobody but this process ever reads.\r\n";

  private final InstantSource clock;
  private final Duration limit;

  /// @param limit of time for all mails together; a slow machine rehearses fewer
  Rehearsal(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /// Verifies up to so many mails; returns how many.
  ///
  /// @throws IllegalStateException when a mail that was just signed does not pass
  int run() {
    var end = clock.instant().plus(limit);
    var keys = keys();
    var dns = zone(keys);
    // Time stands still for a mail: a machine that does not find the time proves nothing.
    var still = InstantSource.fixed(clock.instant());
    var authenticator = new MessageAuthenticator(dns, AuthenticatorSettings.defaults(), still);
    var signer = new DkimSigner(still);
    int verified = 0;
    while (verified == 0 || (verified < MAILS && clock.instant().isBefore(end))) {
      verify(signer, authenticator, keys, verified++);
    }
    return verified;
  }

  private static void verify(
      DkimSigner signer, MessageAuthenticator authenticator, KeyPair keys, int number) {
    var text =
        "From: Rehearsal <a@%s>\r\nSubject: %d\r\n\r\n%s"
            .formatted(DOMAIN, number, LINE.repeat(50));
    var bare = ParsedMessage.of(text.getBytes(StandardCharsets.US_ASCII));
    var key =
        SigningKey.of(DomainName.of(DOMAIN), Selector.of("s" + number % 2), keys.getPrivate());
    var signed =
        switch (signer.sign(bare, List.of(key), SigningOptions.DEFAULT)) {
          case SigningResult.Signed(var fields, _) -> fields + text;
          case SigningResult.Refused(var problem) -> throw new IllegalStateException("" + problem);
        };
    var found =
        authenticator.authenticate(
            ParsedMessage.of(signed.getBytes(StandardCharsets.US_ASCII)),
            new SmtpClient(
                InetAddress.ofLiteral("192.0.2.1"),
                "mail." + DOMAIN,
                ReversePath.parse("a@" + DOMAIN),
                DOMAIN));
    if (!found.dkim().getFirst().passed() || !(found.dmarc() instanceof DmarcResult.Pass)) {
      throw new IllegalStateException(
          "a mail that was just signed here does not verify: " + found.results(DOMAIN).toField());
    }
  }

  private static DnsClient zone(KeyPair keys) {
    var published = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    return ZoneDns.parse(
        """
        rehearsal.invalid TXT "v=spf1 mx a:other.rehearsal.invalid ip4:192.0.2.0/24 -all"
        rehearsal.invalid MX 10 mx.rehearsal.invalid
        mx.rehearsal.invalid A 198.51.100.1
        _dmarc.rehearsal.invalid TXT "v=DMARC1; p=reject; rua=mailto:d@rehearsal.invalid"
        s0._domainkey.rehearsal.invalid TXT "v=DKIM1; p=%1$s"
        s1._domainkey.rehearsal.invalid TXT "k=rsa; p=%1$s"
        """
            .formatted(published));
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no RSA", e);
    }
  }
}
