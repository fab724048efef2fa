package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class AddressConformanceTest {

  @Test
  void everyAddressIsTakenOrRefusedAsTheCorpusSays() throws IOException {
    var wrong = new ArrayList<String>();
    Conformance.cases("addresses.json")
        .filter(c -> !c.get("smtp_valid").isNull())
        .forEach(c -> {
          var address = c.get("address").asText();
          boolean path = address.startsWith("<") && address.endsWith(">");
          var parsed = Mailbox.parse(path ? address.substring(1, address.length() - 1) : address);
          if (parsed.isPresent() != c.get("smtp_valid").asBoolean()) {
            wrong.add(c.toString());
          }
          if (parsed.isPresent() && c.has("user")) {
            boolean same =
                parsed.get().localPart().equals(c.get("user").asText())
                    && parsed.get().asciiDomain().orElse("").equals(c.get("host").asText());
            if (!same) {
              wrong.add("parts of " + c);
            }
          }
        });
    assertThat(wrong).isEmpty();
  }
}
