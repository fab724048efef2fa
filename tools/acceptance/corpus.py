#!/usr/bin/env python3
"""Sends every message of a directory through submission, as CRLF bytes, with Python's smtplib.

Run it against a system started with "./signet up". Each message must be delivered
byte for byte, prepended fields aside, or be refused with a reason. Every delivered signature is verified
with dkimpy against the TXT record that key-service printed.

usage: corpus.py MESSAGES_DIRECTORY [--home CHECKOUT] [--control URL] [--keys URL]
needs: python3-dkim and python3-dnspython, or dkimpy and dnspython from elsewhere
"""
import argparse, collections, glob, json, os, re, smtplib, ssl, sys, time
import urllib.request, urllib.error, urllib.parse

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("messages")
parser.add_argument("--home", default=".")
parser.add_argument("--control", default="http://127.0.0.1:8100")
parser.add_argument("--keys", default="http://127.0.0.1:8105")
parser.add_argument("--submission", type=int, default=2587)
args = parser.parse_args()

TOKEN = open(os.path.join(args.home, ".signet/secrets/admin.token")).read().strip()
USER, PASSWORD, DOMAIN = "corpus", "corpus-password-1", "corpus.example"


def call(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Authorization", "Bearer " + TOKEN)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            text = response.read().decode()
            return response.status, json.loads(text) if text else None
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()


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

status, _ = call("PUT", args.keys + "/v1/users/" + USER, {"password": PASSWORD})
assert status in (200, 201), status
records, unusable = {}, []
for domain in sorted(domains):
    try:
        name = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        unusable.append(domain)
        continue
    status, _ = call("PUT", f"{args.keys}/v1/domains/{urllib.parse.quote(name)}", {})
    if status not in (200, 201):
        unusable.append(domain)
        continue
    call("PUT", f"{args.keys}/v1/users/{USER}/grants/{name}", {})
    status, keys = call("GET", f"{args.keys}/v1/domains/{name}/keys")
    if not keys["keys"]:
        status, key = call("POST", f"{args.keys}/v1/domains/{name}/keys", {"algorithm": "rsa-2048"})
        assert status == 201, key
        call("POST", f"{args.keys}/v1/domains/{name}/keys/{key['selector']}/activate", {})
    else:
        key = keys["keys"][0]
    records[key["record"]["name"]] = key["record"]["value"]
print(f"domains granted: {len(records)}; not usable as domains: {unusable}")

context = ssl._create_unverified_context()


def connect():
    client = smtplib.SMTP("127.0.0.1", args.submission, timeout=120)
    client.ehlo("corpus.example")
    client.starttls(context=context)
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
    status, mails = call("GET", args.control + "/v1/mails")
    for mail in mails:
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
    with urllib.request.urlopen(f"{args.control}/v1/mails/{mail['number']}", timeout=60) as response:
        arrived = response.read()
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
