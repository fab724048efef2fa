package io.signetmail.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyServiceUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://keys.example:8105",
        "https://192.0.2.1",
        "http://localhost:8105",
        "http://LocalHost:8105",
        "http://127.0.0.1:8105",
        "http://127.9.9.9",
        "http://[::1]:8105"
      })
  void tlsAndThisMachineAreFine(String url) {
    assertThat(KeyServiceUrl.checked(URI.create(url), false)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.example:8105",
        "http://192.0.2.1:8105",
        "http://[2001:db8::1]:8105",
        "HTTP://keys.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0:8105"
      })
  void plainHttpToAnotherMachineNeedsTheSetting(String url) {
    assertThatThrownBy(() -> KeyServiceUrl.checked(URI.create(url), false))
        .hasMessageContaining("in the clear")
        .hasMessageContaining("signet.key-service.allow-plain-http=true");
    assertThat(KeyServiceUrl.checked(URI.create(url), true)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys.example:8105", "ftp://keys.example", "/keys", "http:keys"})
  void whatIsNoAddressIsRefusedWhateverIsSet(String url) {
    assertThatThrownBy(() -> KeyServiceUrl.checked(URI.create(url), true))
        .hasMessageContaining("https://host:port");
  }
}
