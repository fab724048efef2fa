package io.signetmail.smtp.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;

class MilterProperties {

  /// Octets mapped into the alphabet in which the interesting things happen.
  @Provide
  Arbitrary<byte[]> data() {
    return Arbitraries.of(
            (byte) 0,
            (byte) 0,
            (byte) '4',
            (byte) '6',
            (byte) 'L',
            (byte) '1',
            (byte) '.',
            (byte) ':',
            (byte) '<',
            (byte) 'a',
            (byte) '\n',
            (byte) 0xE9)
        .array(byte[].class)
        .ofMaxSize(40);
  }

  @Property
  void anyPacketIsACommand(@ForAll char code, @ForAll byte[] data) {
    assertThat(MilterCommand.parse(new MilterPacket(code, data))).isNotNull();
  }

  @Property
  void anyPacketOfTheAlphabetIsACommand(
      @ForAll @CharRange(from = 'A', to = 'U') char code, @ForAll("data") byte[] data) {
    assertThat(MilterCommand.parse(new MilterPacket(code, data))).isNotNull();
  }

  @Property
  void anyStreamIsReadToItsEndWithinTheBound(@ForAll byte[] stream) throws IOException {
    var in = new ByteArrayInputStream(stream);
    boolean open = true;
    int packets = 0;
    while (open && packets <= stream.length) {
      try {
        open =
            switch (MilterPacket.read(in, 50)) {
              case MilterPacket.Read.End _ -> false;
              case MilterPacket.Read.Impossible(var length) -> {
                assertThat(length < 1 || length > 50).isTrue();
                yield false;
              }
              case MilterPacket.Read.Whole(var packet) -> {
                assertThat(packet.data().length).isLessThan(50);
                packets++;
                yield true;
              }
            };
      } catch (EOFException _) {
        open = false;
      }
    }
    assertThat(packets).isLessThanOrEqualTo(stream.length);
  }

  @Property
  void aPacketIsReadAsItWasWritten(
      @ForAll @CharRange(from = 'A', to = 'z') char code, @ForAll byte[] data) throws IOException {
    var in = new ByteArrayInputStream(new MilterPacket(code, data).bytes());
    assertThat(MilterPacket.read(in, data.length + 1))
        .isInstanceOfSatisfying(
            MilterPacket.Read.Whole.class,
            read -> {
              assertThat(read.packet().code()).isEqualTo(code);
              assertThat(read.packet().data()).isEqualTo(data);
            });
    assertThat(in.available()).isZero();
  }
}
