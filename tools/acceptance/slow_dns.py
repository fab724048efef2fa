#!/usr/bin/env python3
"""DNS that is late, silent or broken for a third of the mail, beside mail whose DNS is quick.

Quick mail is sent alone first, then with the others. Wanted: quick mail's p99 is at most twice what it was alone;
a broken SPF lookup beside an aligned DKIM pass is accepted; everything else is 451 or right, and nothing is ever
called a failure because DNS did not answer. Start the system with this script's DNS server:

    ./signet up --set auth-verifier:signet.dns.servers=127.0.0.1:5399

usage: slow_dns.py [--home CHECKOUT] [--rate 30] [--seconds 60] [--dns-port 5399]
"""
import argparse, base64, concurrent.futures, re, smtplib, subprocess, sys, time

import dkim

from dns_server import DnsServer
from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--rate", type=float, default=30, help="quick mails a second; of the others half as many")
parser.add_argument("--seconds", type=int, default=60)
parser.add_argument("--dns-port", type=int, default=5399)
args = parser.parse_args()
system = RunningSystem(args.home)
server = DnsServer(args.dns_port)
RUN = str(int(time.time()))

# One key for all of them, made for this run.

KEY = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True).stdout
PUBLIC = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=KEY, capture_output=True, check=True).stdout

TXT = "v=DKIM1; k=rsa; p=" + base64.b64encode(PUBLIC).decode()

KINDS = {
    # what is wrong with: SPF, DMARC, DKIM key
    "quick": ({}, {}, {}),
    "all 5 s late": ({"delay": 5}, {"delay": 5}, {"delay": 5}),
    "SPF silent": ({"rcode": "TIMEOUT"}, {}, {}),
    "DMARC silent": ({}, {"rcode": "TIMEOUT"}, {}),
    "SPF SERVFAIL": ({"rcode": "SERVFAIL"}, {}, {}),
    "all SERVFAIL": ({"rcode": "SERVFAIL"},) * 3,
    "SPF SERVFAIL, signed": ({"rcode": "SERVFAIL"}, {}, {}),
    "key SERVFAIL, SPF of another": ({}, {}, {"rcode": "SERVFAIL"}),
}


def record(trouble, text):
    return {key: value for key, value in trouble.items()} | ({} if "rcode" in trouble else {"TXT": [text]})


def domain(kind, number):
    """Names of their own for each mail, so that no cache answers."""
    name = f"{kind.lower().replace(' ', '-').replace(',', '')}-{number}.test"
    spf, dmarc, key = KINDS[kind]
    server.records[name] = record(spf, "v=spf1 ip4:192.0.2.1 -all" if kind.startswith("key") else "v=spf1 ip4:127.0.0.1 -all")
    server.records["_dmarc." + name] = record(dmarc, "v=DMARC1; p=reject")
    server.records["s._domainkey." + name] = record(key, TXT)
    return name


def send(kind, number):
    name = domain(kind, number)
    recipient = f"d{RUN}-{number}@signet.example"
    message = f"From: a@{name}\r\nTo: {recipient}\r\nSubject: {number}\r\n\r\nhello\r\n".encode()
    if "signed" in kind or kind.startswith("key"):
        message = dkim.sign(message, b"s", name.encode(), KEY, include_headers=[b"from", b"to", b"subject"]) + message
    client = smtplib.SMTP("127.0.0.1", system.ports["mx"], timeout=60, local_hostname="client.test")
    try:
        client.ehlo()
        client.mail(f"a@{name}")
        client.rcpt(recipient)
        client.putcmd("data")
        client.getreply()
        began = time.time()
        client.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        code, text = client.getreply()
        return kind, number, time.time() - began, code, text.decode("utf-8", "replace")
    finally:
        client.close()


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def run(seconds, with_others, base):
    others = [kind for kind in KINDS if kind != "quick"]
    results, number, start = [], base, time.time()
    with concurrent.futures.ThreadPoolExecutor(600) as pool:
        while time.time() - start < seconds:
            turn = number - base
            kind = others[(turn // 3) % len(others)] if with_others and turn % 3 == 2 else "quick"
            results.append(pool.submit(send, kind, number))
            number += 1
            rate = args.rate * (1.5 if with_others else 1)
            time.sleep(max(0, start + (number - base) / rate - time.time()))
    return [result.result() for result in results]


system.mails()
run(10, False, 0)
alone = run(args.seconds, False, 100_000)
mixed = run(args.seconds, True, 200_000)
p99 = quantile([t for kind, _, t, _, _ in alone if kind == "quick"], .99)
print(f"quick mail alone: {len(alone)}, p50 {quantile([t for _, _, t, _, _ in alone], .5) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
bad = []
for kind in KINDS:
    chosen = [result for result in mixed if result[0] == kind]
    codes = {}
    for result in chosen:
        codes[result[3]] = codes.get(result[3], 0) + 1
    times = [result[2] for result in chosen]
    print(f"{kind}: {len(chosen)}, {', '.join(f'{code}: {count}' for code, count in sorted(codes.items()))}, p50 {quantile(times, .5):.3f} s, p99 {quantile(times, .99):.3f} s")
    allowed = {250} if kind in ("quick", "SPF SERVFAIL, signed", "SPF silent, signed") else {250, 451}
    bad += [result for result in chosen if result[3] not in allowed]
mixed_p99 = quantile([t for kind, _, t, _, _ in mixed if kind == "quick"], .99)
print(f"quick mail's p99 beside the others: {mixed_p99 * 1000:.0f} ms, {mixed_p99 / p99:.2f} of alone")

time.sleep(5)
wrong = 0
for mail in system.mails():
    if any(f"d{RUN}-" in recipient for recipient in mail["recipients"]):
        head = re.sub(rb"\r\n[ \t]+", b" ", system.mail(mail["number"]).split(b"\r\n\r\n", 1)[0])
        field = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"authentication-results: mx.signet.example"))
        number = int(next(r for r in mail["recipients"] if "d" + RUN in r).split("-")[1].split("@")[0])
        kind = next((result[0] for result in mixed if result[1] == number), "quick")
        if re.search(rb"(spf|dkim|dmarc)=(fail|softfail|permerror)", field) and not kind.startswith("key"):
            wrong += 1
            if wrong <= 5:
                print(f"  {kind}: {field.decode()}")
for kind, number, took, code, text in bad[:10]:
    print(f"  WRONG {kind} {number}: {code} {text}")
print(f"replies that are wrong: {len(bad)}; delivered with a failure that was none: {wrong}")
server.close()
sys.exit(1 if bad or wrong or mixed_p99 > 2 * p99 else 0)
