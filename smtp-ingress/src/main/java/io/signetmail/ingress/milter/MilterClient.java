package io.signetmail.ingress.milter;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.Envelope;
import io.signetmail.smtp.Command;
import io.signetmail.smtp.ReceivedField;
import io.signetmail.smtp.milter.MilterCommand;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The client of the MTA, as the MTA describes it. One thread.
final class MilterClient {
  private static final InetAddress THIS_MACHINE = InetAddress.ofLiteral("127.0.0.1");

  private MilterCommand.@Nullable Connect connect;
  private @Nullable String helo;

  /// A client has connected.
  void connected(MilterCommand.Connect command) {
    connect = command;
    helo = null;
  }

  /// It has greeted.
  void greeted(String name) {
    helo = name;
  }

  /// It is gone.
  void gone() {
    connect = null;
    helo = null;
  }

  /// False before a connection was announced.
  boolean isKnown() {
    return connect != null;
  }

  /// The address SPF judges. What came by a socket of the MTA's own machine came from there.
  InetAddress address() {
    return connect == null ? THIS_MACHINE : connect.address().orElse(THIS_MACHINE);
  }

  /// The facts as the log carries them.
  Envelope.Client envelope(MilterMacros macros) {
    return new Envelope.Client(
        address().getHostAddress(),
        connect == null ? 0 : connect.port(),
        name(),
        confirmedName(macros).orElse(null),
        macros
            .printable(MilterMacros.TLS_VERSION)
            .map(version ->
                version + macros.printable(MilterMacros.CIPHER).map(c -> " " + c).orElse(""))
            .orElse(null));
  }

  /// Held to the characters our own EHLO is held to, for it goes to the same places. A name that is
  /// none counts as the address literal: SPF has nothing to say about either.
  private String name() {
    return helo != null && isHelo(helo) ? helo : ReceivedField.literal(address());
  }

  private static boolean isHelo(String text) {
    return Command.parse(("EHLO " + text).getBytes(StandardCharsets.UTF_8)) instanceof Command.Ehlo;
  }

  private Optional<String> confirmedName(MilterMacros macros) {
    return macros
        .value(MilterMacros.CLIENT_NAME)
        .or(() -> Optional.ofNullable(connect).map(MilterCommand.Connect::name))
        .filter(name -> !name.equalsIgnoreCase("unknown"))
        .filter(name -> name.indexOf('.') > 0 && DomainName.parse(name).isPresent());
  }
}
