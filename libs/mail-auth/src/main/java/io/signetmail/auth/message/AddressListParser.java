package io.signetmail.auth.message;

import io.signetmail.auth.message.AddressScanner.Kind;
import io.signetmail.auth.message.AddressScanner.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an address list: RFC 5322 §3.4 with the obsolete forms of §4.4, RFC 6854 groups.
///
/// Two habits of real mail are read as well, because every reader reads them the same way: a phrase
/// before an address without angle brackets (`"Joe" joe@example.com`), and an unquoted address as
/// display name of an address in the same domain (`joe@example.com <joe@example.com>`). With
/// different domains the latter is unreadable: software disagrees about whose mail it is.
final class AddressListParser {

  record Address(String localPart, String domain) {}

  sealed interface Result {}

  record Addresses(List<Address> addresses) implements Result {}

  record Unreadable(String reason) implements Result {}

  /// RFC 5321 §4.5.3.1.1 allows 64 octets; some deployed systems write more.
  private static final int MAX_LOCAL_PART = 256;

  /// A From field with more is no letter of anybody.
  private static final int MAX_ADDRESSES = 100;

  private final AddressScanner scanner;
  private final List<Address> addresses = new ArrayList<>(1);
  private @Nullable String problem;

  AddressListParser(String value) {
    this.scanner = new AddressScanner(value);
  }

  Result parse() {
    var inGroup = false;
    var groups = 0;
    while (problem == null) {
      var token = scanner.peek();
      if (token.kind() == Kind.END) {
        break;
      } else if (token.is(',')) { // RFC 5322 §4.4: empty list elements
        scanner.next();
      } else if (token.is(';') && inGroup) {
        scanner.next();
        inGroup = false;
      } else if (readElement(inGroup)) {
        inGroup = true;
        groups++;
      }
    }
    if (problem != null) {
      return new Unreadable(problem);
    }
    if (inGroup) {
      return new Unreadable("group without end");
    }
    if (addresses.isEmpty() && groups == 0) {
      return new Unreadable("no address");
    }
    return new Addresses(addresses);
  }

  /// Reads one mailbox or the opening of a group; true when it was the latter.
  private boolean readElement(boolean inGroup) {
    var words = new ArrayList<Token>(4);
    var displayed = new ArrayList<Address>(0);
    while (true) {
      var token = scanner.next();
      if (token.kind() == Kind.ATOM || token.kind() == Kind.QUOTED) {
        words.add(token);
      } else if (token.is('@')) {
        var address = readDomain(localPart(words));
        if (address == null) {
          return false;
        }
        displayed.add(address);
        words.clear();
        if (endsElement(scanner.peek())) {
          if (displayed.size() > 1) {
            fail("several addresses without a comma");
          }
          addresses.add(address);
          return false;
        }
      } else if (token.is('<')) {
        readAngle(displayed);
        return false;
      } else if (token.is(':') && !inGroup && !words.isEmpty() && displayed.isEmpty()) {
        return true;
      } else {
        fail(unexpected(token));
        return false;
      }
    }
  }

  private static boolean endsElement(Token token) {
    return token.kind() == Kind.END || token.is(',') || token.is(';');
  }

  /// RFC 5322 §3.4: what is between the angle brackets, an obsolete route (§4.4) skipped.
  private void readAngle(List<Address> displayed) {
    if (scanner.peek().is('@') && !skipRoute()) {
      return;
    }
    var words = new ArrayList<Token>(1);
    while (scanner.peek().kind() == Kind.ATOM || scanner.peek().kind() == Kind.QUOTED) {
      words.add(scanner.next());
    }
    if (words.isEmpty() || !joinedByDots(words, 0)) {
      fail("no local part in angle brackets");
      return;
    }
    if (!scanner.next().is('@')) {
      fail("no @ in angle brackets");
      return;
    }
    var address = readDomain(join(words, 0));
    if (address == null) {
      return;
    }
    if (!scanner.next().is('>')) {
      fail("angle bracket without end");
      return;
    }
    for (var shown : displayed) {
      if (!shown.domain().equalsIgnoreCase(address.domain())) {
        fail("a display name that is an address of another domain");
        return;
      }
    }
    if (!endsElement(scanner.peek())) {
      fail("text after the angle brackets");
      return;
    }
    addresses.add(address);
  }

  private boolean skipRoute() {
    while (true) {
      var token = scanner.next();
      if (token.is(':')) {
        return true;
      }
      if (!token.is('@') && !token.is(',') && token.kind() != Kind.ATOM) {
        fail("broken route");
        return false;
      }
    }
  }

  /// The longest run of words at the end that dots hold together.
  private @Nullable String localPart(List<Token> words) {
    if (words.isEmpty()) {
      return null;
    }
    var first = words.size() - 1;
    while (first > 0 && dotBetween(words.get(first - 1), words.get(first))) {
      first--;
    }
    return join(words, first);
  }

  private static boolean joinedByDots(List<Token> words, int from) {
    for (var i = from + 1; i < words.size(); i++) {
      if (!dotBetween(words.get(i - 1), words.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean dotBetween(Token left, Token right) {
    return (left.kind() == Kind.ATOM && left.text().endsWith("."))
        || (right.kind() == Kind.ATOM && right.text().startsWith("."));
  }

  private static String join(List<Token> words, int from) {
    if (from == words.size() - 1) {
      return words.get(from).text();
    }
    var joined = new StringBuilder();
    for (var word : words.subList(from, words.size())) {
      joined.append(word.text());
    }
    return joined.toString();
  }

  /// RFC 5322 §3.4.1 and §4.4: atoms and dots, with comments anywhere between them.
  private @Nullable Address readDomain(@Nullable String localPart) {
    if (localPart == null) {
      return fail("no local part before the @");
    }
    if (scanner.peek().kind() != Kind.ATOM) {
      return fail(
          scanner.peek().kind() == Kind.BAD ? scanner.peek().text() : "no domain after the @");
    }
    var domain = new StringBuilder(scanner.next().text());
    while (scanner.peek().kind() == Kind.ATOM
        && (domain.charAt(domain.length() - 1) == '.' || scanner.peek().text().startsWith("."))) {
      domain.append(scanner.next().text());
    }
    if (localPart.length() > MAX_LOCAL_PART) {
      return fail("local part over " + MAX_LOCAL_PART + " characters");
    }
    if (addresses.size() == MAX_ADDRESSES) {
      return fail("more than " + MAX_ADDRESSES + " addresses");
    }
    return new Address(localPart, domain.toString());
  }

  private @Nullable Address fail(String reason) {
    if (problem == null) {
      problem = reason;
    }
    return null;
  }

  private static String unexpected(Token token) {
    return switch (token.kind()) {
      case BAD -> token.text();
      case END -> "a phrase without an address";
      case ATOM, QUOTED, SPECIAL -> "unexpected '" + token.text() + "'";
    };
  }
}
