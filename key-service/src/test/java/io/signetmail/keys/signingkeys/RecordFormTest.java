package io.signetmail.keys.signingkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.keys.problems.Refusal;
import org.junit.jupiter.api.Test;

class RecordFormTest {
  private static final String VALUE = "v=DKIM1; k=rsa; p=" + "A".repeat(300);
  private static final KeyRecord RECORD = new KeyRecord("s1._domainkey.shop.example", VALUE);
  private static final String STRINGS =
      "\"" + VALUE.substring(0, 255) + "\" \"" + VALUE.substring(255) + "\"";

  @Test
  void plainForms() {
    assertThat(RecordForm.VALUE.write(RECORD)).isEqualTo(VALUE + "\n");
    assertThat(RecordForm.LINE.write(RECORD))
        .isEqualTo("s1._domainkey.shop.example TXT " + VALUE + "\n");
    assertThat(RecordForm.NSUPDATE.write(RECORD))
        .isEqualTo("update add s1._domainkey.shop.example. 3600 TXT " + STRINGS + "\nsend\n");
  }

  @Test
  void theZoneFormIsReadBackAsTheValue() {
    var dns = ZoneDns.parse(RecordForm.ZONE.write(RECORD));
    assertThat(dns.txt(DomainName.of(RECORD.name())))
        .isInstanceOfSatisfying(
            DnsAnswer.Found.class, found -> assertThat(found.records().toString()).contains(VALUE));
  }

  @Test
  void jsonForms() throws JsonProcessingException {
    var json = new ObjectMapper();
    var set = json.readTree(RecordForm.ROUTE53.write(RECORD)).at("/Changes/0/ResourceRecordSet");
    assertThat(set.path("Name").asText()).isEqualTo("s1._domainkey.shop.example.");
    assertThat(set.at("/ResourceRecords/0/Value").asText()).isEqualTo(STRINGS);
    var cloudflare = json.readTree(RecordForm.CLOUDFLARE.write(RECORD));
    assertThat(cloudflare.path("name").asText()).isEqualTo("s1._domainkey.shop.example");
    assertThat(cloudflare.path("content").asText()).isEqualTo(STRINGS);
  }

  @Test
  void anUnknownFormIsRefused() {
    assertThat(RecordForm.fromInput("form", "route53")).isEqualTo(RecordForm.ROUTE53);
    assertThatThrownBy(() -> RecordForm.fromInput("form", "bind"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("nsupdate");
  }
}
