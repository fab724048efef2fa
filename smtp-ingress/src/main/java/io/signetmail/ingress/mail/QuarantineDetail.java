package io.signetmail.ingress.mail;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Mailbox;
import java.util.Optional;

/// Port: the detail (RFC 5233) under which a recipient domain wants its quarantined mail, such as
/// `Junk` for `user+Junk@example.com`; empty where the header field is enough.
@FunctionalInterface
public interface QuarantineDetail {
  /// RFC 5321 §4.5.3.1.1.
  int MAX_LOCAL_PART = 64;

  /// Of a domain.
  Optional<String> of(DomainName domain);

  /// The header field only.
  static QuarantineDetail none() {
    return _ -> Optional.empty();
  }

  /// The address that quarantined mail for this one goes to. A detail it has is replaced; role
  /// addresses, quoted local parts and those without room stay as they are.
  default String aside(String address) {
    int at = address.lastIndexOf('@');
    var domain =
        at < 1 ? Optional.<DomainName>empty() : DomainName.parse(address.substring(at + 1));
    var detail = domain.flatMap(this::of);
    if (detail.isEmpty() || address.startsWith("\"") || isRole(address)) {
      return address;
    }
    int plus = address.indexOf('+');
    var user = address.substring(0, plus > 0 && plus < at ? plus : at);
    var local = user + "+" + detail.get();
    return local.length() > MAX_LOCAL_PART ? address : local + address.substring(at);
  }

  private static boolean isRole(String address) {
    return Mailbox.parse(address).map(ForwardPath::of).map(ForwardPath::isRole).orElse(true);
  }
}
