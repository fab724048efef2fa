package io.signetmail.keys.signingkeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.keys.domains.MailDomain;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRecordTest {
  @ParameterizedTest
  @ValueSource(strings = {"rsa-2048", "rsa-4096", "ed25519"})
  void zoneLineGivesBackTheValue(String name) {
    var material = KeyMaterial.generate(KeyAlgorithm.parse(name).orElseThrow());
    var key =
        new SigningKey(
            new SigningKey.Id(new MailDomain("shop.example"), new Selector("s1")),
            Optional.empty(),
            material.algorithm(),
            material.publicValue(),
            Optional.empty(),
            new SigningKey.Status(KeyState.PENDING, Instant.EPOCH, Instant.EPOCH));
    var record = key.record();

    assertThat(record.name()).isEqualTo("s1._domainkey.shop.example");
    assertThat(record.value()).startsWith("v=DKIM1; k=" + material.algorithm().family().keyword());
    assertThat(record.strings()).allSatisfy(s -> assertThat(s).hasSizeLessThanOrEqualTo(255));
    assertThat(ZoneDns.parse(record.zoneLine()).txt(DomainName.of(record.name())))
        .isInstanceOfSatisfying(
            DnsAnswer.Found.class,
            found -> assertThat(found.records().toString()).contains(record.value()));
  }
}
