package io.signetmail.auth.dkim;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.pem.PemKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;

/// The committed keys, and a zone that publishes them for `example.com`. They sign nothing real.
public final class TestKeys {
  public static final DomainName DOMAIN = DomainName.of("example.com");
  public static final SigningKey RSA = key("s1", "TEST-ONLY-rsa2048-a.pem");
  public static final SigningKey OTHER_RSA = key("s2", "TEST-ONLY-rsa2048-b.pem");
  public static final SigningKey ED25519 = key("e1", "TEST-ONLY-ed25519.pem");

  private TestKeys() {}

  public static ZoneDns zone() {
    var zone = ZoneDns.builder();
    for (var key : new SigningKey[] {RSA, OTHER_RSA, ED25519}) {
      zone.txt(
          key.selector().keyName(DOMAIN).orElseThrow(),
          new TxtRecord(DkimKeyRecord.of(publicKey(key)).toTxt()));
    }
    return zone.build();
  }

  public static PublicKey publicKey(SigningKey key) {
    return PemKeys.publicKey(key.key());
  }

  public static String pem(String file) {
    try (var in = TestKeys.class.getResourceAsStream("/keys/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SigningKey key(String selector, String file) {
    return PemKeys.signingKey(DOMAIN, Selector.of(selector), pem(file)).orElseThrow();
  }
}
