"""A DNS server of our own for the acceptance runs: zones as dictionaries, late, silent or failing names.

`records` maps a name without its last dot to {TYPE: [values], "rcode": NXDOMAIN | SERVFAIL | TIMEOUT, "delay": seconds};
names that are not there do not exist, and a type that is not there has no data.
"""
import socket, socketserver, struct, threading, time

import dns.flags, dns.message, dns.name, dns.rcode, dns.rdata, dns.rdataclass, dns.rdatatype, dns.rrset


class DnsServer:
    def __init__(self, port=0):
        self.records, self.asked, self.lock = {}, {}, threading.Lock()
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.udp.bind(("127.0.0.1", port))
        self.port = self.udp.getsockname()[1]
        server = self

        class OverTcp(socketserver.BaseRequestHandler):
            def handle(self):
                octets = self.request.recv(2)
                if len(octets) == 2:
                    answer = server.answer(self.request.recv(struct.unpack(">H", octets)[0]))
                    if answer is not None:
                        octets = answer[1].to_wire(max_size=65535)
                        self.request.sendall(struct.pack(">H", len(octets)) + octets)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer.daemon_threads = True
        self.tcp = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), OverTcp)
        threading.Thread(target=self.tcp.serve_forever, daemon=True).start()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                octets, client = self.udp.recvfrom(4096)
            except OSError:
                return
            answer = self.answer(octets)
            if answer is None:
                continue
            delay, message = answer
            if delay:
                timer = threading.Timer(delay, self.send, (message, client))
                timer.daemon = True
                timer.start()
            else:
                self.send(message, client)

    def send(self, message, client):
        octets = message.to_wire(max_size=65535)
        if len(octets) > 1232:
            message = dns.message.make_response(message.reply_to)
            message.flags |= dns.flags.TC
            octets = message.to_wire()
        self.udp.sendto(octets, client)

    def answer(self, octets):
        """Seconds to wait and what to say, or None for silence."""
        query = dns.message.from_wire(octets)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        with self.lock:
            self.asked[name] = self.asked.get(name, 0) + 1
        response = dns.message.make_response(query, recursion_available=True)
        response.reply_to = query
        entry = self.records.get(name)
        rcode = "NXDOMAIN" if entry is None else entry.get("rcode")
        if rcode == "TIMEOUT":
            return None
        kind = dns.rdatatype.to_text(question.rdtype)
        if entry and entry.get(kind):
            response.answer.append(rrset(question.name, kind, entry[kind]))
        elif entry and "CNAME" in entry:
            response.answer.append(rrset(question.name, "CNAME", entry["CNAME"]))
            target = self.records.get(entry["CNAME"][0].rstrip(".").lower(), {})
            if kind in target:
                response.answer.append(rrset(dns.name.from_text(entry["CNAME"][0]), kind, target[kind]))
        elif rcode:
            response.set_rcode(dns.rcode.from_text(rcode))
        return (entry or {}).get("delay", 0), response

    def close(self):
        self.tcp.shutdown()
        self.tcp.server_close()
        self.udp.close()


def rrset(name, kind, values):
    texts = []
    for value in values:
        if kind == "MX":
            texts.append(f"{value[0]} {value[1].rstrip('.')}.")
        elif kind in ("NS", "PTR", "CNAME"):
            texts.append(value.rstrip(".") + ".")
        elif kind == "TXT":
            octets = value.encode("utf-8") if isinstance(value, str) else b"".join(part.encode("utf-8") for part in value)
            parts = [octets[i:i + 255] for i in range(0, len(octets), 255)] or [b""]
            texts.append(" ".join('"' + "".join(escaped(b) for b in part) + '"' for part in parts))
        else:
            texts.append(value)
    made = [dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.from_text(kind), text) for text in texts]
    if not made:
        return dns.rrset.RRset(name, dns.rdataclass.IN, dns.rdatatype.from_text(kind))
    return dns.rrset.from_rdata_list(name, 5, made)


def escaped(octet):
    return chr(octet) if 32 <= octet < 127 and octet not in b'"\\' else f"\\{octet:03d}"
