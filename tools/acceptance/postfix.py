#!/usr/bin/env python3
"""A real Postfix on both sides of Signet, and swaks and smtplib as clients of its users.

    swaks, smtplib ─submission→ Signet ─next hop→ Postfix ─→ sink
    smtplib → Postfix ─STARTTLS→ Signet's MX ─next hop→ Postfix ─→ sink

    apt-get install -y postfix swaks libnet-ssleay-perl python3-dkim   (the script starts its own Postfix, as root)

The next hop has to be known before Signet starts: start it with the port this script listens on,
    ./signet up --set smtp-relay:signet.relay.inbound.port=2599 --set smtp-relay:signet.relay.outbound.port=2599 \\
                --set smtp-ingress:signet.mx.recipients.port=2599

usage: postfix.py [--home CHECKOUT] [--port 2599]
"""
import argparse, email.utils, smtplib, subprocess, sys, time

import dkim

from private_postfix import PrivatePostfix
from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--port", type=int, default=2599)
args = parser.parse_args()
system = RunningSystem(args.home)
RUN = str(int(time.time()))
DOMAIN = "postfix-acceptance.example"
failures = []


def check(holds, what, shown=""):
    print(("ok    " if holds else "FAIL  ") + what + (f": {shown}" if shown else ""), flush=True)
    if not holds:
        failures.append(what)


def delivered(recipient, seconds=60):
    deadline = time.time() + seconds
    while time.time() < deadline:
        for mail in system.mails():
            if any(recipient in each for each in mail["recipients"]):
                return system.mail(mail["number"])
        time.sleep(0.2)
    return b""


def is_signed(mail, key):
    name = f"{key['selector']}._domainkey.{DOMAIN}."
    value = key["record"]["value"].encode()
    return b"DKIM-Signature:" in mail and dkim.DKIM(mail).verify(
        dnsfunc=lambda n, timeout=5: value if n.decode() == name else None)


def message(sender, recipient):
    # With all that Postfix would add to mail of its own machine, and break the signature with.
    return (f"From: {sender}\r\nTo: {recipient}\r\nSubject: {RUN}\r\nDate: {email.utils.formatdate()}\r\n"
            f"Message-ID: {email.utils.make_msgid()}\r\n\r\n.hello\r\n")


def submit_with_smtplib(key):
    for port, secured in (("submission", False), ("submissions", True)):
        recipient = f"smtplib-{port}{RUN}@friend.example"
        make = smtplib.SMTP_SSL if secured else smtplib.SMTP
        context = {"context": system.tls} if secured else {}
        with make("127.0.0.1", system.ports[port], timeout=60, **context) as client:
            if not secured:
                client.starttls(context=system.tls)
            client.login("postfix", "postfix-password-1")
            client.sendmail(f"a@{DOMAIN}", [recipient], message(f"a@{DOMAIN}", recipient))
        check(is_signed(delivered(recipient), key), f"smtplib, {port}: signed and delivered through Postfix")


def submit_with_swaks(key):
    for port, tls in (("submission", "-tls"), ("submissions", "--tls-on-connect")):
        for mechanism in ("PLAIN", "LOGIN"):
            recipient = f"swaks-{port}-{mechanism.lower()}{RUN}@friend.example"
            done = subprocess.run(
                ["swaks", "--server", "127.0.0.1", "--port", str(system.ports[port]), tls, "--auth", mechanism,
                 "--auth-user", "postfix", "--auth-password", "postfix-password-1", "--from", f"a@{DOMAIN}",
                 "--to", recipient, "--header", f"From: a@{DOMAIN}", "--body", ".from swaks", "--silent", "2"],
                capture_output=True, text=True, timeout=120)
            check(done.returncode == 0 and is_signed(delivered(recipient), key),
                  f"swaks, {port}, AUTH {mechanism}: signed and delivered through Postfix",
                  "" if done.returncode == 0 else done.stderr.strip()[-300:])
    done = subprocess.run(
        ["swaks", "--server", "127.0.0.1", "--port", str(system.ports["submission"]), "-tls", "--auth", "PLAIN",
         "--auth-user", "postfix", "--auth-password", "wrong", "--from", f"a@{DOMAIN}", "--to", "x@friend.example",
         "--silent", "2"], capture_output=True, text=True, timeout=120)
    check(done.returncode != 0 and "535" in done.stderr + done.stdout, "swaks with a wrong password gets 535")


def through_postfix_to_mx(sending):
    recipient = f"inbound{RUN}@signet.example"
    with smtplib.SMTP("127.0.0.1", sending.port, timeout=60) as client:
        client.sendmail("h@honest.example", [recipient], message("h@honest.example", recipient))
    mail = delivered(recipient)
    check(b"dmarc=pass" in mail, "Postfix as client of MX: delivered with Authentication-Results")
    check("Untrusted TLS connection established to 127.0.0.1" in sending.log_text()
          or "Anonymous TLS connection established to 127.0.0.1" in sending.log_text()
          or "TLS connection established to 127.0.0.1" in sending.log_text(), "over STARTTLS")
    check(b"(using TLSv1.3 " in mail, "and Signet's trace field says so")
    refused = f"refused{RUN}@signet.example"
    with smtplib.SMTP("127.0.0.1", sending.port, timeout=60) as client:
        client.sendmail("", [refused], message("Bank <x@bank.example>", refused))
    deadline = time.time() + 30
    while f"<{refused}>" not in sending.log_text() or "status=bounced" not in sending.log_text():
        if time.time() > deadline:
            break
        time.sleep(0.2)
    lines = [line for line in sending.log_text().splitlines() if refused in line and "status=bounced" in line]
    check(lines and "said: 550" in lines[0], "a spoof that Postfix passes on is refused by MX", lines[0][-220:] if lines else "")


def next_hop_away(receiving, key):
    """Postfix stops, mail is submitted, Postfix comes back."""
    recipient = f"waits{RUN}@friend.example"
    receiving.run("stop")
    with smtplib.SMTP("127.0.0.1", system.ports["submission"], timeout=60) as client:
        client.starttls(context=system.tls)
        client.login("postfix", "postfix-password-1")
        client.sendmail(f"a@{DOMAIN}", [recipient], message(f"a@{DOMAIN}", recipient))
    time.sleep(3)
    receiving.run("start")
    mail = delivered(recipient, 180)  # the relay's first retry comes after a minute
    check(is_signed(mail, key), "the next hop was away: the message came when it was back")


key = system.sender("postfix", "postfix-password-1", DOMAIN)
receiving_settings = {
    "relay_domains": "signet.example, friend.example",
    "relayhost": f"[127.0.0.1]:{system.ports['sink']}",
    "smtpd_relay_restrictions": "permit_auth_destination, reject",
}
sending_settings = {
    "myhostname": "mail.honest.example",
    "relay_domains": "signet.example",
    "relayhost": f"[127.0.0.1]:{system.ports['mx']}",
    "smtp_tls_security_level": "encrypt",
    "smtp_tls_loglevel": "1",
    "smtp_helo_name": "mail.honest.example",
}
with PrivatePostfix(receiving_settings, port=args.port) as receiving, PrivatePostfix(sending_settings) as sending:
    submit_with_smtplib(key)
    submit_with_swaks(key)
    through_postfix_to_mx(sending)
    next_hop_away(receiving, key)
    deadline = time.time() + 20
    while (receiving.queued() or sending.queued()) and time.time() < deadline:
        time.sleep(0.2)
    check(not receiving.queued() and not sending.queued(), "nothing is left in either Postfix")
    if failures:
        print(receiving.log_text()[-4000:], sending.log_text()[-4000:])
sys.exit(1 if failures else 0)
