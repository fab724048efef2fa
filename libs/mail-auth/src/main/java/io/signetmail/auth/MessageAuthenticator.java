package io.signetmail.auth;

import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.SpfEvaluator;
import java.time.InstantSource;

/// SPF, DKIM, ARC and DMARC for one message, in one call.
///
/// Any number of threads may share one. A call blocks its (virtual) thread while it asks DNS, at
/// most the budget of the settings; no message and no DNS answer makes it throw.
public final class MessageAuthenticator {
  private final DnsClient dns;
  private final AuthenticatorSettings settings;
  private final InstantSource clock;
  private final DkimVerifier dkim;
  private final ArcValidator arc;

  public MessageAuthenticator(DnsClient dns, AuthenticatorSettings settings, InstantSource clock) {
    this.dns = dns;
    this.settings = settings;
    this.clock = clock;
    this.dkim = new DkimVerifier(dns, settings.dkim(), clock);
    this.arc = new ArcValidator(dkim);
  }

  public Authentication authenticate(ParsedMessage message, SmtpClient client) {
    var bounded = dns.until(DnsDeadline.after(settings.dnsBudget(), clock));
    var author = AuthorDomain.of(message);
    var spf = new SpfEvaluator(bounded, settings.spf(), clock).check(client.spfQuery());
    var hashes = new MessageHashes(message);
    var signatures = dkim.verify(hashes, bounded);
    var chain = arc.validate(hashes, bounded);
    var dmarc =
        new DmarcEvaluator(bounded, settings.dmarc(), clock).evaluate(author, spf, signatures);
    return new Authentication(client, author, spf, signatures, chain, dmarc);
  }
}
