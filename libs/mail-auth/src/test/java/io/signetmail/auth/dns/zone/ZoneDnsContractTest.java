package io.signetmail.auth.dns.zone;

import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsClientContract;

class ZoneDnsContractTest implements DnsClientContract {
  @Override
  public DnsClient client() {
    return ZoneDns.parse(ZONE);
  }
}
