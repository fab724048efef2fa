package io.signetmail.testkit;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/// Takes dynamic updates (RFC 2136) that are signed with one TSIG key (RFC 8945).
///
/// @param key nobody else's updates are taken
record DnsUpdates(TSIG key) {
  /// What becomes of the zone, and the signed answer.
  record Result(DnsZone zone, Message answer) {}

  Result take(DnsZone zone, Message update, byte[] bytes) {
    if (update.getTSIG() == null || key.verify(update, bytes, null) != Rcode.NOERROR) {
      return new Result(zone, reply(update, Rcode.NOTAUTH));
    }
    var reply = reply(update, Rcode.NOERROR);
    reply.setTSIG(key, Rcode.NOERROR, update.getTSIG());
    return new Result(zone.updated(update.getSection(Section.UPDATE)), reply);
  }

  static Message reply(Message update, int rcode) {
    var reply = new Message(update.getHeader().getID());
    reply.getHeader().setOpcode(update.getHeader().getOpcode());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(update.getQuestion(), Section.QUESTION);
    return reply;
  }
}
