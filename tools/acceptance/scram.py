#!/usr/bin/env python3
"""Logs in with SCRAM-SHA-256 and SCRAM-SHA-256-PLUS, by Python's smtplib and hashlib alone, and submits a message.

Run it against a system started with "./signet up". A right password logs in by both mechanisms, also bound to
the server's certificate; a wrong password, an unknown user and a binding to another connection get 535; an
unknown user always gets the same salt.

usage: scram.py [--home CHECKOUT]
       scram.py --port PORT --user USER --password PASSWORD --sender ADDRESS    (a system that is set up)
"""
import argparse, base64, hashlib, hmac, os, smtplib, ssl, sys

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".", help="the checkout whose system runs")
parser.add_argument("--port", type=int, help="submission port of another system")
parser.add_argument("--user", default="scram")
parser.add_argument("--password", default="scram-password-1")
parser.add_argument("--sender", default="info@scram.example")
parser.add_argument("--recipient", default="to@elsewhere.example")
args = parser.parse_args()


class Scram:
    """The client's half (RFC 5802 §3), one exchange."""

    def __init__(self, user, password, header="n,,", binding=b""):
        self.header, self.binding, self.password = header, binding, password
        name = user.replace("=", "=3D").replace(",", "=2C")
        self.bare = f"n={name},r={base64.b64encode(os.urandom(18)).decode()}"
        self.state, self.server_first = "first", ""

    def __call__(self, challenge=None):
        """What smtplib's auth() asks for: the next response."""
        if self.state == "first":
            self.state = "proof"
            return self.header + self.bare
        text = challenge.decode() if isinstance(challenge, bytes) else challenge
        if self.state == "proof":
            self.state, self.server_first = "end", text
            return self.proof()
        assert text == self.expected, "the server does not know the password"
        return ""

    def proof(self):
        parts = dict(part.split("=", 1) for part in self.server_first.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", self.password.encode(), base64.b64decode(parts["s"]), int(parts["i"]))
        mac = lambda key, words: hmac.digest(key, words.encode(), "sha256")
        bound = base64.b64encode(self.header.encode() + self.binding).decode()
        without_proof = f"c={bound},r={parts['r']}"
        message = f"{self.bare},{self.server_first},{without_proof}"
        key = mac(salted, "Client Key")
        signature = mac(hashlib.sha256(key).digest(), message)
        self.expected = "v=" + base64.b64encode(mac(mac(salted, "Server Key"), message)).decode()
        return without_proof + ",p=" + base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()


if args.port:
    port, tls = args.port, ssl._create_unverified_context()
else:
    system = RunningSystem(args.home)
    port, tls = system.ports["submission"], system.tls
    system.sender(args.user, args.password, args.sender.split("@")[1])


def connect():
    client = smtplib.SMTP("127.0.0.1", port, timeout=30)
    client.ehlo("scram.test")
    client.starttls(context=tls)
    client.ehlo("scram.test")
    return client


def end_point(client):
    """tls-server-end-point (RFC 5929 §4); the certificates here are signed with SHA-256 or SHA-384."""
    der = client.sock.getpeercert(binary_form=True)
    return hashlib.sha384(der).digest() if bytes.fromhex("06082a8648ce3d040303") in der else hashlib.sha256(der).digest()


def attempt(mechanism, scram, client):
    try:
        return client.auth(mechanism, scram)[0]
    except smtplib.SMTPAuthenticationError as e:
        return e.smtp_code


failures = []


def check(what, got, wanted):
    print(f"{'ok  ' if got == wanted else 'FAIL'} {what}: {got}")
    if got != wanted:
        failures.append(what)


PLUS = "p=tls-server-end-point,,"
with connect() as client:
    check("SCRAM-SHA-256", attempt("SCRAM-SHA-256", Scram(args.user, args.password), client), 235)
    message = f"From: {args.sender}\r\nSubject: by SCRAM\r\n\r\nhello\r\n"
    check("a message after it", client.sendmail(args.sender, [args.recipient], message), {})
with connect() as client:
    scram = Scram(args.user, args.password, PLUS, end_point(client))
    check("SCRAM-SHA-256-PLUS, bound to the certificate", attempt("SCRAM-SHA-256-PLUS", scram, client), 235)
with connect() as client:
    scram = Scram(args.user, args.password, PLUS, os.urandom(32))
    check("bound to something else", attempt("SCRAM-SHA-256-PLUS", scram, client), 535)
with connect() as client:
    check("a wrong password", attempt("SCRAM-SHA-256", Scram(args.user, "wrong"), client), 535)
with connect() as client:
    check("a client that was kept from seeing PLUS", attempt("SCRAM-SHA-256", Scram(args.user, args.password, "y,,"), client), 501)
salts = []
for _ in range(2):
    with connect() as client:
        stranger = Scram("nobody", "anything")
        check("an unknown user", attempt("SCRAM-SHA-256", stranger, client), 535)
        salts.append(stranger.server_first.split(",")[1:])
check("the unknown user's salt stays", salts[0], salts[1])
sys.exit(1 if failures else 0)
