#!/usr/bin/env python3
"""Whole SMTP transactions of a directory of vectors against a running system: SPF, DKIM and DMARC as it says them.

The client address comes by XCLIENT, the zones from a DNS server this script runs; the results are read from the
Authentication-Results of what arrived. Start the system with this script's DNS server and with a policy that
only watches, so that failing mail arrives too:

    ./signet up --dns-forwarder 127.0.0.1:5399 --set smtp-ingress:signet.smtp.xclient-from=127.0.0.1 \\
        --set signet.policy.file=tools/acceptance/monitor.yaml --set auth-verifier:signet.verifier.public-suffix-list=PSL

usage: transactions.py DIR [--home CHECKOUT] [--dns-port 5399]
"""
import argparse, json, os, re, smtplib, sys, time, urllib.request

from dns_server import DnsServer
from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("directory")
parser.add_argument("--home", default=".")
parser.add_argument("--dns-port", type=int, default=5399)
args = parser.parse_args()
system = RunningSystem(args.home)
dns = DnsServer(args.dns_port)
RUN = str(int(time.time()))
folder = os.path.join(args.directory, "transactions")
with open(os.path.join(folder, "cases.json")) as file:
    cases = json.load(file)["cases"]


def zone(name):
    with open(os.path.join(folder, name)) as file:
        return {owner.rstrip(".").lower(): records for owner, records in json.load(file).items()}


def crlf(octets):
    return re.sub(rb"\r*\n", b"\r\n", octets)


def results(message):
    """Method to the results of our own field, the topmost; and all of them for DKIM."""
    head = message.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace")
    field = re.sub(r"\r\n[ \t]+", " ", head)
    field = next((line for line in field.split("\r\n") if line.lower().startswith("authentication-results:")), "")
    field = re.sub(r"\([^()]*\)", "", field)
    found = {}
    for method, result in re.findall(r";\s*(spf|dkim|dmarc)=(\w+)", field):
        found.setdefault(method, []).append(result)
    return found, field


def sent(number, case):
    """The reply, and what the sink got of it."""
    recipient = f"t{RUN}-{number}@signet.example"
    sender = (case.get("mail_from") or "").strip("<>")
    client = smtplib.SMTP("127.0.0.1", system.ports["mx"], timeout=60, local_hostname=case.get("helo") or "unknown.example")
    try:
        client.ehlo()
        code, text = client.docmd(f"XCLIENT ADDR={case.get('ip') or '192.0.2.1'}")
        if code != 220:
            return f"XCLIENT: {code} {text.decode()}", None
        client.ehlo()
        for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"):
            code, text = client.docmd(command)
            if code >= 300:
                return f"{command}: {code} {text.decode()}", None
        with open(os.path.join(folder, case["message"]), "rb") as file:
            code, text = client.data(crlf(file.read()))
        if code >= 300:
            return f"{code} {text.decode()}", None
    finally:
        client.close()
    deadline = time.time() + 30
    while time.time() < deadline:
        for mail in reversed(system.mails()):
            if any(recipient in r for r in mail["recipients"]):
                return f"{code}", system.mail(mail["number"])
        time.sleep(0.2)
    return f"{code} and never arrived", None


def under_rfc7489():
    """How often each DMARC result of RFC 7489 was seen, as the verifier counts the two editions side by side."""
    with urllib.request.urlopen(f"http://127.0.0.1:{system.ports['verifier']}/q/metrics", timeout=30) as page:
        counted = {}
        for line in page.read().decode().splitlines():
            result = re.match(r'signet_verifier_dmarc_editions_total\{.*rfc7489="(\w+)".*\} ([\d.]+)', line)
            if result:
                counted[result[1]] = counted.get(result[1], 0) + float(result[2])
        return counted


right, wrong, refused, local, editions = 0, [], [], [], []
zones = {}
for number, case in enumerate(cases):
    # Every case asks afresh: the resolver keeps what it has learnt for the 5 seconds of our TTL.
    if dns.records is not zones.get(case["zone"]):
        dns.records = zones.setdefault(case["zone"], zone(case["zone"]))
        time.sleep(6)
    before = under_rfc7489()
    reply, message = sent(number, case)
    if message is None:
        refused.append((case["id"], reply, case["expect"]))
        continue
    found, field = results(message)
    differs = []
    for method in ("spf", "dkim", "dmarc"):
        expected = case["expect"].get(method)
        if expected is None:
            continue
        got = found.get(method, ["none"])
        fits = "pass" in expected and "pass" in got if method == "dkim" and "pass" in got else any(g in expected for g in got)
        if not fits and method == "dmarc":
            after = under_rfc7489()
            seen = [result for result in after if after[result] > before.get(result, 0)]
            if any(result in expected for result in seen):
                editions.append((case["id"], f"{','.join(got)} under RFC 9989, {','.join(seen)} under RFC 7489"))
                continue
        if not fits:
            differs.append(f"{method}: expected {'|'.join(expected)}, got {','.join(got)}")
    if not differs:
        right += 1
    elif case.get("local_policy"):
        local.append((case["id"], differs))
    else:
        wrong.append((case["id"], differs, field))
print(f"{len(cases)} transactions: {right} as expected, {len(wrong)} differ, {len(refused)} refused, {len(local)} differ by the recorder's local policy; DMARC as RFC 7489 alone has it: {len(editions)}")
for id, what in editions:
    print(f"  edition {id}: {what}")
for id, differs, field in wrong:
    print(f"  DIFFERS {id}: {'; '.join(differs)}\n    {field[:600]}")
for id, differs in local:
    print(f"  local policy {id}: {'; '.join(differs)}")
for id, reply, expect in refused:
    print(f"  refused {id}: {reply[:300]}   (the case says {expect})")
dns.close()
sys.exit(1 if wrong else 0)
