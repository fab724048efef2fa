package io.signetmail.keys.dnscheck;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.keys.signingkeys.PrivateKeys;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Signs a message with a key and has it verified as a receiver would, with the record in DNS.
public final class SampleMessage {
  private final PrivateKeys privateKeys;
  private final DnsClient dns;
  private final InstantSource clock;

  public SampleMessage(PrivateKeys privateKeys, DnsClient dns, InstantSource clock) {
    this.privateKeys = privateKeys;
    this.dns = dns;
    this.clock = clock;
  }

  /// What went wrong; nothing when the message passed, or when there is no private half to sign.
  Optional<Finding> problem(io.signetmail.keys.signingkeys.SigningKey key) {
    if (key.privateKey().isEmpty()) {
      return Optional.empty();
    }
    var message = "From: sample@%s\r\nSubject: sample\r\n\r\nsample\r\n".formatted(key.domain());
    var signed =
        privateKeys.use(
            key,
            secret ->
                new DkimSigner(clock)
                    .sign(
                        ParsedMessage.of(message.getBytes(US_ASCII)),
                        List.of(
                            SigningKey.of(
                                DomainName.of(key.domain().name()),
                                Selector.of(key.selector().value()),
                                secret)),
                        SigningOptions.DEFAULT));
    return switch (signed) {
      case SigningResult.Refused(var problem) -> failed("cannot be signed: " + problem.detail());
      case SigningResult.Signed(var fields, _) -> verified(fields + message);
    };
  }

  private Optional<Finding> verified(String message) {
    var results =
        new DkimVerifier(dns, DkimLimits.DEFAULT, clock)
            .verify(ParsedMessage.of(message.getBytes(US_ASCII)));
    var result = results.getFirst();
    return switch (result) {
      case DkimResult.Pass _ -> Optional.empty();
      case DkimResult.TempError _ ->
          Optional.of(new Finding(FindingCode.UNAVAILABLE, "DNS did not answer for a verifier"));
      case DkimResult.Fail _, DkimResult.Policy _, DkimResult.PermError _ ->
          failed("does not verify: " + result.keyword());
    };
  }

  private static Optional<Finding> failed(String what) {
    return Optional.of(
        new Finding(FindingCode.SAMPLE_FAILED, "a sample message signed with this key " + what));
  }
}
