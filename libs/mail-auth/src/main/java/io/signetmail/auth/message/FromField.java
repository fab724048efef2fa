package io.signetmail.auth.message;

import io.signetmail.auth.dns.DomainName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reads the From field (RFC 5322 §3.6.2, RFC 6854 §2.1) by the rule of {@link AuthorDomain}.
final class FromField {
  private FromField() {}

  static AuthorDomain read(ParsedMessage message) {
    if (!message.headersComplete()) {
      return new AuthorDomain.Malformed("the header section is over its limits");
    }
    var fields = message.headers("from");
    if (fields.isEmpty()) {
      return new AuthorDomain.Missing();
    }
    if (fields.size() > 1) {
      return new AuthorDomain.SeveralFields(fields.size());
    }
    if (message.defects().contains(MessageDefect.BARE_LINE_END_IN_HEADER)
        || message.defects().contains(MessageDefect.NUL_IN_HEADER)) {
      // Readers that end a line there may see another From field.
      return new AuthorDomain.Malformed("bare CR, bare LF or NUL in the header section");
    }
    if (hiddenFromSome(message, fields.getFirst())) {
      return new AuthorDomain.Malformed("a line before or like From that is no header field");
    }
    return readValue(fields.getFirst().value());
  }

  /// Some readers end the header section at a line that is no field, and see no From below it;
  /// others unfold such a line into one.
  private static boolean hiddenFromSome(ParsedMessage message, HeaderField from) {
    return message.defects().contains(MessageDefect.MALFORMED_FIELD)
        && message.headers().stream()
            .filter(field -> field.lowerName().isEmpty())
            .anyMatch(field -> field.start() < from.start() || field.mayBeTakenFor("from"));
  }

  static AuthorDomain readValue(String value) {
    return switch (new AddressListParser(value).parse()) {
      case AddressListParser.Unreadable(var reason) -> new AuthorDomain.Malformed(reason);
      case AddressListParser.Addresses(var addresses) -> ofAddresses(addresses);
    };
  }

  private static AuthorDomain ofAddresses(List<AddressListParser.Address> addresses) {
    if (addresses.isEmpty()) {
      return new AuthorDomain.EmptyGroup();
    }
    var domains = new LinkedHashSet<DomainName>();
    var mailboxes = new ArrayList<MailboxAddress>(1);
    for (var address : addresses) {
      Optional<DomainName> domain = DomainName.parse(address.domain());
      if (domain.isEmpty()) {
        return new AuthorDomain.Malformed("not a domain name after the @");
      }
      domains.add(domain.get());
      if (mailboxes.isEmpty()) {
        mailboxes.add(new MailboxAddress(address.localPart(), domain.get()));
      }
    }
    if (domains.size() > 1) {
      return new AuthorDomain.SeveralDomains(new ArrayList<>(domains));
    }
    return new AuthorDomain.Single(mailboxes.getFirst(), domains.getFirst());
  }
}
