#!/usr/bin/env python3
"""Revokes a key, a grant and a user while mail of theirs is submitted and signed, and measures how long
signing and logging in go on: with key-service running, and with key-service stopped, or killed, right
after the event.

A mail counts from the moment its signature can be seen at the sink, so the times hold the delivery too.
Start the system so that it does not mind the logins of revoked users, all from one address:

    ./signet up --set smtp-ingress:signet.smtp.max-failed-logins-per-address=1000000

usage: revocation.py [--home CHECKOUT] [--limit 5] [--seconds 10]
"""
import argparse, smtplib, sys, threading, time

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--limit", type=float, default=5, help="seconds a revocation may take")
parser.add_argument("--seconds", type=float, default=10, help="how long to go on after a revocation")
args = parser.parse_args()
system = RunningSystem(args.home)
RUN = str(int(time.time()))
PASSWORD = "revoked-password-1"
KEY_SERVICE = system.control + "/v1/services/key-service"


def ready():
    deadline = time.time() + 90
    while time.time() < deadline:
        try:
            if system.call("GET", system.keys + "/q/health/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("key-service is not ready")


class Traffic:
    """Submits mail of one user without a pause, each in a session of its own, and watches the sink."""

    def __init__(self, user, domain):
        self.user, self.domain, self.done = user, domain, threading.Event()
        self.logins, self.accepted, self.refusals, self.seen, self.sample = [], [], [], [], b""
        self.mark = max((m["number"] for m in system.mails()), default=0)
        self.threads = [threading.Thread(target=self.submit), threading.Thread(target=self.watch)]
        for thread in self.threads:
            thread.start()

    def submit(self):
        number = 0
        while not self.done.is_set():
            number += 1
            try:
                with smtplib.SMTP("127.0.0.1", system.ports["submission"], timeout=60) as client:
                    client.starttls(context=system.tls)
                    client.login(self.user, PASSWORD)
                    self.logins.append(time.time())
                    client.sendmail(f"a@{self.domain}", [f"r{RUN}@sink.example"],
                                    f"From: a@{self.domain}\r\nSubject: {self.user} {number}\r\n\r\nhello\r\n")
                    self.accepted.append(time.time())
            except (smtplib.SMTPException, OSError) as e:
                self.refusals.append((time.time(), repr(e)))
                time.sleep(0.1)

    def watch(self):
        after = self.mark
        while not self.done.is_set():
            for mail in system.mails(after):
                after = max(after, mail["number"])
                if self.domain in mail["mailFrom"]:
                    self.seen.append(time.time())
                    self.sample = self.sample or system.mail(mail["number"])
            time.sleep(0.1)

    def end(self):
        self.done.set()
        for thread in self.threads:
            thread.join()


def revoke_key(user, domain, key):
    system.expect("POST", f"{system.keys}/v1/domains/{domain}/keys/{key['selector']}/retire", {})


def revoke_grant(user, domain, key):
    system.expect("DELETE", f"{system.keys}/v1/users/{user}/grants/{domain}")


def revoke_user(user, domain, key):
    system.expect("DELETE", f"{system.keys}/v1/users/{user}")


def after(times, moment):
    """Seconds after the moment at which it happened for the last time; 0 when never."""
    return max((t - moment for t in times if t > moment), default=0.0)


failures, number = [], 0
print(f"{'revoked':8} {'key-service':12} {'before':>7} {'last signed':>12} {'last login':>11} {'still accepted':>15}")
for what, revoke in (("key", revoke_key), ("grant", revoke_grant), ("user", revoke_user)):
    for state in ("running", "stopped", "killed"):
        number += 1
        ready()
        user, domain = f"revoked{RUN}n{number}", f"r{RUN}n{number}.example"
        key = system.sender(user, PASSWORD, domain)
        traffic = Traffic(user, domain)
        deadline = time.time() + 60
        while len(traffic.seen) < 20 and time.time() < deadline:
            time.sleep(0.05)
        before = len(traffic.seen)
        revoke(user, domain, key)
        moment = time.time()
        if state == "stopped":
            system.expect("POST", KEY_SERVICE + "/stop", {})
        elif state == "killed":
            # Killed before it could send, the event waits in its database; here it was sent.
            time.sleep(1)
            system.expect("POST", KEY_SERVICE + "/kill", {})
        time.sleep(args.seconds)
        traffic.end()
        signed, login, accepted = (after(t, moment) for t in (traffic.seen, traffic.logins, traffic.accepted))
        # A login stays good when only a key or a grant is gone; a mail without key waits, and is not lost.
        bad = signed > args.limit or (what == "user" and login > args.limit) or (what != "key" and accepted > args.limit)
        bad = bad or before < 20 or f"d={domain}".encode() not in traffic.sample
        print(f"{what:8} {state:12} {before:7} {signed:10.2f} s {login:9.2f} s {accepted:13.2f} s"
              + ("   TOO LATE, or no mail to see it by" if bad else ""), flush=True)
        if bad:
            failures.append((what, state, traffic.refusals[-1:]))
        if state != "running":
            while system.expect("GET", system.control + "/v1/services")["key-service"]["state"] != "stopped":
                time.sleep(0.1)
            system.expect("POST", KEY_SERVICE + "/start", {})
if failures:
    print("failed:", failures)
print("limit:", args.limit, "s")
sys.exit(1 if failures else 0)
