#!/usr/bin/env python3
"""A real Postfix that asks Signet about its mail (milter), both directions, against "./signet up".

    apt-get install -y postfix python3-dkim      (the script starts its own Postfix, as root)

usage: milter_postfix.py [--home CHECKOUT]
"""
import argparse, re, smtplib, sys, time

import dkim

from private_postfix import Passwords, PrivatePostfix
from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
args = parser.parse_args()
system = RunningSystem(args.home)
RUN = str(int(time.time()))
failures = []


def check(holds, what, shown=""):
    print(("ok    " if holds else "FAIL  ") + what + (f": {shown}" if shown else ""), flush=True)
    if not holds:
        failures.append(what)


def client(postfix, helo):
    return smtplib.SMTP("127.0.0.1", postfix.port, timeout=60, local_hostname=helo)


def delivered(recipient, seconds=30):
    """The mail the sink got for this recipient."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        for mail in system.mails():
            if any(recipient in each for each in mail["recipients"]):
                return system.mail(mail["number"])
        time.sleep(0.2)
    return None


def reply_to(connection, sender, recipient, message):
    try:
        connection.sendmail(sender, [recipient], message)
        return 250, ""
    except smtplib.SMTPDataError as e:
        return e.smtp_code, e.smtp_error.decode()
    except smtplib.SMTPRecipientsRefused as e:
        code, text = next(iter(e.recipients.values()))
        return code, text.decode()
    except smtplib.SMTPSenderRefused as e:
        return e.smtp_code, e.smtp_error.decode()


def spoofed(postfix):
    recipient = f"spoof{RUN}@signet.example"
    code, text = reply_to(client(postfix, "evil.example"), "x@bank.example", recipient,
                          f"From: Bank <x@bank.example>\r\nTo: {recipient}\r\nSubject: pay\r\n\r\nnow\r\n")
    check(code == 550 and text.startswith("5.7.") and "bank.example" in text,
          "a spoof of a p=reject domain is refused by Postfix with Signet's text", f"{code} {text}")
    return recipient


def honest(postfix):
    recipient = f"honest{RUN}@signet.example"
    message = (f"From: h@honest.example\r\nTo: {recipient}\r\nSubject:  two  spaces \r\n"
               "Authentication-Results: mx.signet.example; dmarc=pass header.from=bank.example\r\n"
               "Authentication-Results: other.example; none\r\n"
               "authentication-results: MX.signet.example; spf=pass\r\n"
               "X-Folded: a\r\n\tb\r\n\r\n.dot\r\nlast line\r\n")
    code, text = reply_to(client(postfix, "mail.honest.example"), "h@honest.example", recipient, message)
    check(code == 250, "honest mail is accepted", f"{code} {text}")
    mail = delivered(recipient) or b""
    results = re.findall(rb"(?im)^authentication-results:(?:[^\r]|\r\n[ \t])*", mail)
    ours = [r for r in results if b"mx.signet.example" in r.lower()]
    check(len(ours) == 1 and b"dmarc=pass" in ours[0] and b"bank.example" not in ours[0],
          "it carries our Authentication-Results, once", ours[0].replace(b"\r\n", b"").decode() if ours else "")
    check(any(b"other.example" in r for r in results) and len(results) == 2,
          "forged ones are gone, those of others stay", f"{len(results)} fields")
    check(mail.index(ours[0]) < mail.index(b"Subject:") if ours else False, "ours stands above the sender's fields")
    check(b"Subject:  two  spaces \r\n" in mail and b"X-Folded: a\r\n\tb\r\n" in mail and mail.endswith(
        b"\r\n\r\n.dot\r\nlast line\r\n"), "nothing else was changed")


def signed(postfix, key):
    recipient = f"signed{RUN}@friend.example"
    connection = client(postfix, "laptop.shop.example")
    connection.login("acceptance", "acceptance-password-1")
    message = f"From: Shop <a@{DOMAIN}>\r\nTo: {recipient}\r\nSubject: bought\r\n\r\nThank you.\r\n.\r\n\r\n\r\n"
    code, text = reply_to(connection, f"a@{DOMAIN}", recipient, message)
    check(code == 250, "mail of an authenticated user is accepted", f"{code} {text}")
    mail = delivered(recipient) or b""
    value = key["record"]["value"]
    name = f"{key['selector']}._domainkey.{DOMAIN}."
    verifies = dkim.DKIM(mail).verify(dnsfunc=lambda n, timeout=5: value.encode() if n.decode() == name else None) \
        if b"DKIM-Signature:" in mail else False
    check(verifies, "its DKIM-Signature verifies with dkimpy")
    check(mail.count(b"DKIM-Signature:") == 1 and b"Authentication-Results:" not in mail,
          "one signature, and no verdict about our own mail")
    code, text = reply_to(connection, f"a@{DOMAIN}", recipient,
                          f"From: x@bank.example\r\nTo: {recipient}\r\nSubject: not mine\r\n\r\nx\r\n")
    check(code == 550 and "not granted" in text, "as somebody else's domain it is refused", f"{code} {text}")
    code, text = reply_to(connection, "x@bank.example", recipient, message)
    check(code == 550 and "not granted" in text, "with somebody else's sender too", f"{code} {text}")
    connection.quit()


def keys_away(postfix):
    """Without key-service nothing can be signed, and nothing leaves unsigned."""
    system.expect("POST", system.control + "/v1/services/key-service/stop", {})
    wait_for("key-service", "stopped")
    recipient = f"unsigned{RUN}@friend.example"
    connection = client(postfix, "laptop.shop.example")
    connection.login("acceptance", "acceptance-password-1")
    code, text = reply_to(connection, f"a@{DOMAIN}", recipient,
                          f"From: a@{DOMAIN}\r\nTo: {recipient}\r\nSubject: x\r\n\r\nx\r\n")
    check(code == 451 and "cannot sign" in text, "key-service stopped: mail of users is deferred", f"{code} {text}")
    check(delivered(recipient, 3) is None, "and does not leave unsigned")
    system.expect("POST", system.control + "/v1/services/key-service/start", {})
    wait_for("key-service", "running")


def stopped(postfix):
    """Signet stops in the middle of a session and before one; what Postfix has is delivered, the rest is deferred."""
    during = client(postfix, "mail.honest.example")
    during.ehlo()
    system.expect("POST", system.control + "/v1/services/smtp-ingress/stop", {})
    wait_for("smtp-ingress", "stopped")
    recipient = f"later{RUN}@signet.example"
    message = f"From: h@honest.example\r\nTo: {recipient}\r\nSubject: x\r\n\r\nx\r\n"
    codes = []
    for connection in (during, None):
        try:
            connection = connection or client(postfix, "mail.honest.example")
            code, text = reply_to(connection, "h@honest.example", recipient, message)
        except smtplib.SMTPException as e:
            code, text = getattr(e, "smtp_code", 421), str(e)
        codes.append(code)
    check(all(400 <= c < 500 for c in codes), "Signet stopped: every attempt is a temporary failure", str(codes))
    check(delivered(recipient, 3) is None, "and nothing passes unseen")
    system.expect("POST", system.control + "/v1/services/smtp-ingress/start", {})
    wait_for("smtp-ingress", "running")
    deadline, code, text = time.time() + 60, 0, ""
    while code != 250 and time.time() < deadline:
        time.sleep(0.5)
        try:
            code, text = reply_to(client(postfix, "mail.honest.example"), "h@honest.example", recipient, message)
        except smtplib.SMTPException as e:
            code, text = getattr(e, "smtp_code", 421), str(e)
    check(code == 250 and delivered(recipient) is not None, "Signet back: the next attempt is delivered", f"{code}")


def wait_for(service, state):
    deadline = time.time() + 60
    while system.expect("GET", system.control + "/v1/services")[service]["state"] != state:
        if time.time() > deadline:
            raise SystemExit(f"{service} is not {state}")
        time.sleep(0.1)


DOMAIN = "milter-acceptance.example"
key = system.sender("acceptance", "acceptance-password-1", DOMAIN)
settings = {
    "smtpd_milters": f"inet:127.0.0.1:{system.ports['milter']}",
    "milter_default_action": "tempfail",
    "milter_protocol": "6",
    "relay_domains": "signet.example",
    "relayhost": f"[127.0.0.1]:{system.ports['sink']}",
    "smtpd_sasl_auth_enable": "yes",
    "smtpd_sasl_type": "dovecot",
}
with Passwords({"acceptance": "acceptance-password-1"}) as passwords:
    with PrivatePostfix({**settings, "smtpd_sasl_path": f"inet:127.0.0.1:{passwords.port}"}) as postfix:
        refused = spoofed(postfix)
        honest(postfix)
        signed(postfix, key)
        keys_away(postfix)
        stopped(postfix)
        check(delivered(refused, 1) is None, "the spoof was never delivered")
        deadline = time.time() + 20
        while postfix.queued() and time.time() < deadline:
            time.sleep(0.2)
        check(postfix.queued() == [], "Postfix has nothing left", str(postfix.queued()))
        if failures:
            print(postfix.log_text())
sys.exit(1 if failures else 0)
