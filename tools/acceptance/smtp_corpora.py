#!/usr/bin/env python3
"""The SMTP vectors of a directory through a real socket of a running MX.

Commands and addresses are sent as they stand and the reply says whether they were understood; dialogs and
false ends of data go as whole transactions, their recipients moved to a domain the MX serves. A case
where our rule is the stricter one is named with the rule. Exit 1 when any other case differs.

usage: smtp_corpora.py DIR [--home CHECKOUT] [--served signet.example]
"""
import argparse, base64, json, os, re, socket, sys

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("directory")
parser.add_argument("--home", default=".")
parser.add_argument("--served", default="signet.example")
args = parser.parse_args()
system = RunningSystem(args.home)

STRICTER = {
    "smtp-proto/012": "EXPN is answered 502 (RFC 5321 section 7.3)",
    "smtp-proto/043": "BURL is not offered",
    "smtp-proto/050": "no blank before the colon (RFC 5321 section 3.3)",
    "smtp-proto/051": "no blank before the colon, no path without a domain",
    "smtp-proto/064": "a forward path is never null (RFC 5321 section 4.1.1.3)",
    "smtp-proto/076": "REQUIRETLS and CONPERM are not offered",
    "smtp-proto/078": "BINARYMIME is not offered; a parameter given twice",
    "smtp-proto/085": "BY is not offered",
    "smtp-proto/086": "BY is not offered",
    "smtp-proto/096": "HOLDFOR and HOLDUNTIL are not offered",
    "smtp-proto/104": "DSN is not offered by an MX listener",
    "smtp-proto/114": "DSN is not offered by an MX listener",
    "smtp-proto/117": "DSN is not offered by an MX listener",
    "smtp-proto/120": "SOLICIT is not offered",
    "smtp-proto/123": "TRANSID is not offered",
    "smtp-proto/125": "MTRK is not offered",
    "smtp-proto/126": "MTRK is not offered",
    "smtp-proto/135": "MT-PRIORITY is not offered",
    "smtp-proto/136": "MT-PRIORITY is not offered",
    "smtp-proto/140": "RRVS is not offered",
    "go-smtp/basic": "a bare CR is refused (RFC 5321 section 2.3.8)",
    "go-smtp/empty-message": "a message without From is refused (RFC 5322 section 3.6)",
}
NOT_UNDERSTOOD = {"500", "501", "502", "504", "553", "555"}
KNOWN_BUT_NOT_OFFERED = {"VRFY", "EXPN", "AUTH"}


class Client:
    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", system.ports["mx"]), timeout=60)
        self.lines = self.socket.makefile("rb")
        self.reply()
        self.ask(b"EHLO corpus.example\r\n")

    def reply(self):
        text = b""
        while True:
            line = self.lines.readline()
            text += line
            if not line or line[3:4] != b"-":
                return text.decode("utf-8", "replace").strip()

    def ask(self, octets):
        self.socket.sendall(octets)
        return self.reply()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def cases(name):
    with open(os.path.join(args.directory, "smtp", name), encoding="utf-8") as file:
        return json.load(file)["cases"]


def served(text):
    """Recipients of the vectors belong to domains nobody here serves; parameters are tried on one that exists."""
    text = re.sub(r"RCPT TO:<>(?= )", f"RCPT TO:<postmaster@{args.served}>", text)
    return re.sub(r"(RCPT TO:<[^@>]+@)[^>]+>", rf"\g<1>{args.served}>", text)


def command(case):
    line = case["command"] if case["id"] == "smtp-proto/064" else served(case["command"])
    with Client() as client:
        if line.startswith("RCPT"):
            client.ask(b"MAIL FROM:<>\r\n")
        octets = line.encode() + b"\r\n"
        if line.startswith("BDAT"):
            octets += b"x" * int(line.split()[1])
        reply = client.ask(octets)
    refused = reply[:3] in NOT_UNDERSTOOD
    if reply[:3] in ("502", "504") and line.split()[0] in KNOWN_BUT_NOT_OFFERED - {"EXPN"}:
        refused = False  # the command was read; this listener does not do it
    return refused != case["valid"], reply


def address(case):
    path = case["address"]
    path = path if path.startswith("<") and path.endswith(">") else f"<{path}>"
    utf8 = b"" if path.isascii() else b" SMTPUTF8"
    got = []
    with Client() as client:
        got.append(client.ask(b"MAIL FROM:" + path.encode() + utf8 + b"\r\n"))
    with Client() as client:
        client.ask(b"MAIL FROM:<>" + utf8 + b"\r\n")
        got.append(client.ask(b"RCPT TO:" + path.encode() + b"\r\n"))
    # The empty path is right in MAIL (RFC 5321 section 4.5.5), and no address.
    got = got[1:] if path == "<>" else got
    return all((reply[:3] not in NOT_UNDERSTOOD) == case["smtp_valid"] for reply in got), " / ".join(got)


def dialog(case):
    with Client() as client:
        for step in case["steps"]:
            reply = client.ask(served(step["send"]).encode())
            wanted = step["expect"].split("|")
            if not any(not reply.startswith(w[1:]) if w.startswith("!") else reply.startswith(w) for w in wanted):
                return False, reply
    return True, ""


def end_of_data(case):
    """One mail at most, and the session in step afterwards or closed."""
    inner = (f"MAIL FROM:<admin@corpus.example>\r\nRCPT TO:<victim-{case['id'].replace('/', '-')}@{args.served}>\r\n"
             "DATA\r\nFrom: admin@corpus.example\r\n\r\nsmuggled\r\n.\r\n")
    with Client() as client:
        client.ask(b"MAIL FROM:<a@corpus.example>\r\n")
        client.ask(f"RCPT TO:<first@{args.served}>\r\n".encode())
        client.ask(b"DATA\r\n")
        reply = client.ask(b"From: a@corpus.example\r\n\r\nfirst" + base64.b64decode(case["sequence_b64"]) + inner.encode())
        if not reply.startswith(("550", "250")):
            return False, reply
        if reply.startswith("250"):
            client.socket.sendall(b"NOOP\r\n")
            more = client.reply()
            return more.startswith("250 2.0.0") or more.startswith("250"), more
    return True, ""


failed = False
for name, check in (("commands.json", command), ("addresses.json", address), ("dialogs.json", dialog), ("end-of-data.json", end_of_data)):
    total = passed = informative = 0
    stricter, wrong = [], []
    for case in cases(name):
        if case.get("smtp_valid", True) is None:
            informative += 1
            continue
        total += 1
        fits, got = check(case)
        if fits:
            passed += 1
        elif case["id"] in STRICTER:
            stricter.append((case["id"], STRICTER[case["id"]]))
        else:
            wrong.append((case["id"], case.get("command") or case.get("address") or "", got))
    print(f"{name}: {total} cases, {passed} as expected, {len(stricter)} where our rule is stricter, {len(wrong)} wrong"
          + (f", {informative} informative left out" if informative else ""))
    for id, rule in stricter:
        print(f"  {id}: {rule}")
    for id, sent, got in wrong:
        print(f"  WRONG {id} {sent!r}: {got}")
    failed |= bool(wrong)

smuggled = [mail for mail in system.mails() if any("victim-" in recipient for recipient in mail["recipients"])]
print(f"smuggled mails at the sink: {len(smuggled)}")
sys.exit(1 if failed or smuggled else 0)
