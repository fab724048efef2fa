#!/usr/bin/env python3
"""Sends every message of a directory through submission, as CRLF bytes, with Python's smtplib.

Run it against a system started with "./signet up". Each message must be delivered
byte for byte, prepended fields aside, or be refused with a reason. Every delivered signature is verified
with dkimpy against the TXT record that key-service printed.

usage: corpus.py MESSAGES_DIRECTORY [--home CHECKOUT]
needs: python3-dkim and python3-dnspython, or dkimpy and dnspython from elsewhere
"""
import argparse, collections, glob, os, re, smtplib, sys, time, urllib.parse

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("messages")
parser.add_argument("--home", default=".", help="the checkout whose system runs")
args = parser.parse_args()
system = RunningSystem(args.home)
USER, PASSWORD, DOMAIN = "corpus", "corpus-password-1", "corpus.example"


def crlf(raw):
    """Line ends as SMTP wants them; a CR that stands alone stays, so that it is refused."""
    return re.sub(rb"\r?\n", b"\r\n", raw)


def from_domains(raw):
    head = raw.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace")
    head = re.sub(r"\r\n[ \t]+", " ", head)
    found = set()
    for line in head.split("\r\n"):
        if line.lower().startswith("from:") or re.match(r"(?i)from[ \t]+:", line):
            for domain in re.findall(r"@\s*([A-Za-z0-9\u0080-\uffff._-]+)", line):
                found.add(domain.strip(".").lower())
    return found


paths = sorted(p for p in glob.glob(os.path.join(args.messages, "**"), recursive=True) if os.path.isfile(p))
messages = [(p, crlf(open(p, "rb").read())) for p in paths]
domains = {d for _, raw in messages for d in from_domains(raw)} | {DOMAIN}

records, unusable = {}, []
system.sender(USER, PASSWORD, DOMAIN)
for domain in sorted(domains):
    name = urllib.parse.quote(domain)
    status, _ = system.call("PUT", f"{system.keys}/v1/domains/{name}", {})
    if status >= 300:
        unusable.append(domain)
        continue
    record = system.sender(USER, PASSWORD, name)["record"]
    records[record["name"]] = record["value"]
print(f"domains granted: {len(records)}; not usable as domains: {unusable}")

def connect():
    client = smtplib.SMTP("127.0.0.1", system.ports["submission"], timeout=120)
    client.ehlo("corpus.example")
    client.starttls(context=system.tls)
    client.ehlo("corpus.example")
    client.login(USER, PASSWORD)
    return client


outcomes = collections.Counter()
sent, accepted = 0, {}
client = connect()
for index, (path, raw) in enumerate(messages):
    sent += 1
    try:
        client.rset()
    except smtplib.SMTPException:
        client = connect()
    try:
        code, text = client.docmd("MAIL", f"FROM:<bounce@{DOMAIN}> BODY=8BITMIME")
        if code == 250:
            code, text = client.docmd("RCPT", f"TO:<message-{index}@sink.example>")
        if code == 250:
            code, text = client.docmd("DATA")
        if code == 354:
            stuffed = re.sub(rb"(?m)^\.", b"..", raw) if b"\n." in raw or raw.startswith(b".") else raw
            client.send(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, text = client.getreply()
    except (smtplib.SMTPException, ConnectionError) as e:
        outcomes["connection lost: " + repr(e)] += 1
        print("LOST", path, repr(e))
        client = connect()
        continue
    if code == 250:
        accepted[f"message-{index}@sink.example"] = (path, raw)
    else:
        reason = text.decode("ascii", "replace")
        reason = re.sub(r"\(.*?\)$|<[0-9A-Z]{26}>|line \d+|\d+ octets", "…", reason)
        outcomes[f"{code} {reason}"] += 1
client.quit()
print(f"sent {sent}, accepted {len(accepted)}, refused {sum(outcomes.values())}:")
for reason, count in outcomes.most_common():
    print(f"  {count:4}  {reason}")

deadline = time.time() + 180
delivered = {}
while time.time() < deadline and len(delivered) < len(accepted):
    for mail in system.mails():
        for recipient in mail["recipients"]:
            recipient = recipient.strip("<>")
            if recipient in accepted and recipient not in delivered:
                delivered[recipient] = mail
    time.sleep(1)
print(f"delivered {len(delivered)} of {len(accepted)}")

import dkim

changed, bad, verified = [], [], 0


def dnsfunc(name, timeout=5):
    name = name.decode() if isinstance(name, bytes) else name
    value = records.get(name.rstrip("."))
    return value.encode() if value else None


for recipient, mail in delivered.items():
    path, raw = accepted[recipient]
    arrived = system.mail(mail["number"])
    expected = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    if not arrived.endswith(expected):
        changed.append(path)
    try:
        good = dkim.verify(arrived, dnsfunc=dnsfunc)
    except Exception as e:
        good = False
        bad.append(f"{path}: {e!r}")
    else:
        if not good:
            bad.append(path)
    verified += bool(good)
print(f"byte for byte: {len(delivered) - len(changed)}; changed: {changed}")
print(f"verified by dkimpy: {verified} of {len(delivered)}")
for each in bad:
    print("  disagreement:", each)
ok = len(delivered) == len(accepted) and not changed and not any("lost" in o for o in outcomes)
sys.exit(0 if ok else 1)
