package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.RecordType;

record Question(DomainName name, RecordType type) {
  @Override
  public String toString() {
    return type + " " + name;
  }
}
