package io.signetmail.ingress.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramServerTest {
  private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
  private static final ScramSecrets PENCIL = ScramClient.secrets("pencil", SALT, 4096);
  private static final byte[] BINDING = "what TLS says".getBytes(StandardCharsets.UTF_8);
  private static final ChannelBindings BOUND =
      new ChannelBindings(
          Map.of(ChannelBindings.EXPORTER, Base64.getEncoder().encodeToString(BINDING)));

  private static ScramServer server(String first, boolean plus, ChannelBindings bindings) {
    return ScramServer.open(first, plus, bindings).orElseThrow().with(PENCIL, "server");
  }

  /// RFC 7677 §3.
  @Test
  void theExampleOfTheRfc() {
    var opening =
        ScramServer.open("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", false, ChannelBindings.NONE)
            .orElseThrow();
    assertThat(opening.user()).isEqualTo("user");
    var server = opening.with(PENCIL, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    assertThat(server.serverFirst())
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,"
                + "i=4096");
    assertThat(
            server.finish(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
        .contains("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @ParameterizedTest
  @CsvSource({"pencil, true", "Pencil, false", "'', false"})
  void onlyThePasswordProves(String password, boolean right) {
    var client =
        new ScramClient(
            "n,,", new byte[0], "user", "abc", password + (password.isEmpty() ? " " : ""));
    var server = server(client.first(), false, ChannelBindings.NONE);
    assertThat(server.finish(client.last(server.serverFirst())).isPresent()).isEqualTo(right);
  }

  @Test
  void aBoundLoginIsGoodOnItsOwnConnectionOnly() {
    var header = "p=" + ChannelBindings.EXPORTER + ",,";
    var here = new ScramClient(header, BINDING, "user", "abc", "pencil");
    var server = server(here.first(), true, BOUND);
    assertThat(server.finish(here.last(server.serverFirst()))).contains(here.expected());
    var elsewhere = new ScramClient(header, new byte[] {1, 2, 3}, "user", "abc", "pencil");
    var between = server(elsewhere.first(), true, BOUND);
    assertThat(between.finish(elsewhere.last(between.serverFirst()))).isEmpty();
  }

  /// RFC 5802 §6: somebody in between who takes PLUS out of the offer is found out.
  @Test
  void aClientThatCouldBindAndSawNoOfferIsRefusedWhereThereWasOne() {
    assertThat(ScramServer.open("y,,n=user,r=abc", false, BOUND)).isEmpty();
    assertThat(ScramServer.open("y,,n=user,r=abc", false, ChannelBindings.NONE)).isPresent();
  }

  @Test
  void mechanismAndHeaderMustAgree() {
    assertThat(ScramServer.open("n,,n=user,r=abc", true, BOUND)).isEmpty();
    assertThat(ScramServer.open("p=tls-exporter,,n=user,r=abc", false, BOUND)).isEmpty();
    assertThat(ScramServer.open("p=tls-unique,,n=user,r=abc", true, BOUND)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ",,",
        "n,,",
        "n,,n=,r=abc",
        "n,,n=user,r=",
        "n,,r=abc,n=user",
        "n,,m=x,n=user,r=abc",
        "n,a=other,n=user,r=abc",
        "n,a=,n=user,r=abc",
        "x,,n=user,r=abc",
        "p=,,n=user,r=abc",
        "n,,n=us=er,r=abc",
        "n,,n=us\u0000er,r=abc",
        "n,,n=user,r=a bc"
      })
  void whatIsNoFirstMessageIsRefused(String message) {
    assertThat(ScramServer.open(message, false, ChannelBindings.NONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'n,,n=a=2Cb=3Dc,r=x', 'a,b=c'",
    "'n,a=user,n=user,r=x', user",
    "'n,,n=jürg,r=x', jürg"
  })
  void namesAreUnescaped(String message, String user) {
    assertThat(ScramServer.open(message, false, ChannelBindings.NONE).orElseThrow().user())
        .isEqualTo(user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p=",
        "c=biws,r=abcserver",
        "c=biws,r=abcserver,p=",
        "c=biws,r=abcserver,p=!!!",
        "c=biws,r=abcserver,p=AAAA",
        "c=biws,r=other,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=eSws,r=abcserver,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "r=abcserver,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
      })
  void whatIsNoProofProvesNothing(String message) {
    var server = server("n,,n=user,r=abc", false, ChannelBindings.NONE);
    assertThat(server.finish(message)).isEmpty();
  }

  @Test
  void unknownUsersAlwaysHaveTheSameSaltAndNoPassword() {
    var unknown = new UnknownUsers(new byte[] {1, 2, 3});
    assertThat(unknown.secretsOf("nobody")).isEqualTo(unknown.secretsOf("nobody"));
    assertThat(unknown.secretsOf("nobody").saltText())
        .hasSize(24)
        .isNotEqualTo(unknown.secretsOf("somebody").saltText());
    assertThat(new UnknownUsers(new byte[] {4}).secretsOf("nobody"))
        .isNotEqualTo(unknown.secretsOf("nobody"));
    assertThat(unknown.secretsOf("nobody").toString()).isEqualTo("ScramSecrets[secret]");
  }
}
