package io.signetmail.testkit;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// Builds the answer to one question.
final class DnsReply {
  private static final int PLAIN_UDP_LIMIT = 512;
  private static final int TCP_LIMIT = 65_535;
  private static final int OUR_UDP_LIMIT = 1232;

  private DnsReply() {}

  static Message from(DnsZone zone, Message query) {
    var question = query.getQuestion();
    var reply = empty(query);
    var found = zone.find(question.getName(), question.getType());
    found.forEach(record -> reply.addRecord(record, Section.ANSWER));
    if (found.isEmpty()) {
      reply.getHeader().setRcode(zone.exists(question.getName()) ? Rcode.NOERROR : Rcode.NXDOMAIN);
      reply.addRecord(authority(question.getName()), Section.AUTHORITY);
    }
    return reply;
  }

  static Message servFail(Message query) {
    var reply = empty(query);
    reply.getHeader().setRcode(Rcode.SERVFAIL);
    return reply;
  }

  /// Over UDP, an answer that does not fit is cut and marked, so that the asker comes back over
  /// TCP.
  static byte[] toWire(Message query, Message reply, boolean overTcp) {
    var opt = query.getOPT();
    if (opt != null) {
      reply.addRecord(new OPTRecord(OUR_UDP_LIMIT, 0, 0), Section.ADDITIONAL);
    }
    if (overTcp) {
      return reply.toWire(TCP_LIMIT);
    }
    return reply.toWire(
        opt == null ? PLAIN_UDP_LIMIT : Math.max(PLAIN_UDP_LIMIT, opt.getPayloadSize()));
  }

  private static Message empty(Message query) {
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    reply.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  /// RFC 2308 §3: the SOA whose minimum says how long "there is none" may be believed; short,
  /// because zones change here.
  private static SOARecord authority(Name name) {
    var apex = name.labels() <= 2 ? name : new Name(name, name.labels() - 3);
    var nobody = DnsZone.name("nobody.invalid");
    return new SOARecord(apex, DClass.IN, 1, nobody, nobody, 1, 60, 60, 60, 1);
  }
}
