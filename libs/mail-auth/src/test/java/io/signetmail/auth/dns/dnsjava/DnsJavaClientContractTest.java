package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsClientContract;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// The contract over the network, the server answering from the contract's zone.
class DnsJavaClientContractTest implements DnsClientContract {
  private static final ZoneDns ANSWERS = ZoneDns.parse(ZONE);
  private static final ScriptedDnsServer SERVER =
      new ScriptedDnsServer(DnsJavaClientContractTest::answer);
  private static final DnsJavaClient CLIENT =
      new DnsJavaClient(DnsJavaSettings.defaults().withServers(List.of(SERVER.address())));

  @Override
  public DnsClient client() {
    return CLIENT;
  }

  @AfterAll
  static void closeAll() {
    CLIENT.close();
    SERVER.close();
  }

  private static boolean answer(Record question, boolean tcp, Message reply) throws IOException {
    var wire = question.getName();
    var name = Names.fromDns(wire).orElseThrow();
    switch (question.getType()) {
      case Type.TXT ->
          fill(reply, ANSWERS.txt(name), it -> new TXTRecord(wire, DClass.IN, 60, strings(it)));
      case Type.A -> fill(reply, ANSWERS.a(name), it -> new ARecord(wire, DClass.IN, 60, it));
      case Type.AAAA ->
          fill(reply, ANSWERS.aaaa(name), it -> new AAAARecord(wire, DClass.IN, 60, it));
      case Type.MX -> fill(reply, ANSWERS.mx(name), it -> exchanger(wire, it));
      default ->
          fill(reply, pointer(name), it -> new PTRRecord(wire, DClass.IN, 60, Names.toDns(it)));
    }
    return true;
  }

  private static List<String> strings(TxtRecord record) {
    int half = record.text().length() / 2;
    return List.of(record.text().substring(0, half), record.text().substring(half));
  }

  private static Record exchanger(Name name, MxRecord mx) {
    return new MXRecord(name, DClass.IN, 60, mx.preference(), Names.toDns(mx.exchange()));
  }

  private static DnsAnswer<DomainName> pointer(DomainName name) {
    return ANSWERS.ptr(
        InetAddress.ofLiteral(name.toString().startsWith("1.") ? "192.0.2.1" : "192.0.2.2"));
  }

  private interface ToRecord<T> {
    Record of(T value);
  }

  private static <T> void fill(Message reply, DnsAnswer<T> answer, ToRecord<T> toRecord) {
    switch (answer) {
      case DnsAnswer.Found<T>(var records, _, _) ->
          records.forEach(it -> reply.addRecord(toRecord.of(it), Section.ANSWER));
      case DnsAnswer.NoData<T> _ -> {}
      case DnsAnswer.NoDomain<T> _ -> reply.getHeader().setRcode(Rcode.NXDOMAIN);
      case DnsAnswer.Unavailable<T> _ -> reply.getHeader().setRcode(Rcode.SERVFAIL);
    }
  }
}
