package io.signetmail.auth.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Any bytes give a value.
class ParserProperties {

  @Provide
  Arbitrary<String> messages() {
    return Arbitraries.of(
            "From",
            "from ",
            "Subject",
            ":",
            ": ",
            "\r\n",
            "\r\n ",
            "\r",
            "\n",
            "\u0000",
            "\t",
            "a",
            "a@b.example",
            "<",
            ">",
            "\"",
            "(",
            ")",
            "\\",
            ",",
            ";",
            "@",
            ".",
            "[",
            "]",
            "é",
            "\u00ff",
            "=?utf-8?q?a?=")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property
  void anyBytesGiveAMessageAndAnAuthor(@ForAll byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 5_000)
  void anyPiecesOfAMessageDo(@ForAll("messages") String text) {
    check(text.getBytes(ISO_8859_1));
    check(("From:" + text.replace("\r\n", "")).getBytes(UTF_8));
  }

  private static void check(byte[] bytes) {
    var message = ParsedMessage.of(bytes);
    var next = 0;
    for (var field : message.headers()) {
      assertThat(field.start()).isEqualTo(next);
      assertThat(field.end()).isGreaterThan(field.start());
      assertThat(field.value()).isNotNull();
      next = field.end();
    }
    assertThat(message.bodyOffset()).isBetween(next, Math.min(next + 2, bytes.length));
    assertThat(AuthorDomain.of(message).problem()).isNotNull();
  }

  /// An address we print is an address we read.
  @Property
  void printedAddressesAreReadBack(@ForAll("messages") String local) {
    var printable = local.replaceAll("[^ -~]", "");
    var address = new MailboxAddress(printable, DomainName.of("example.com"));
    assertThat(FromField.readValue(address.toString()))
        .isEqualTo(new AuthorDomain.Single(address, address.domain()));
  }
}
