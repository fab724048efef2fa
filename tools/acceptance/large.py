#!/usr/bin/env python3
"""20 parallel messages of 25 MiB through submission: each is delivered, or refused with 452.

Each service of "./signet up" runs with -Xmx512m unless told otherwise.
usage: large.py [--home CHECKOUT] [--messages 20]
"""
import argparse, collections, os, smtplib, sys, threading, time

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--messages", type=int, default=20)
args = parser.parse_args()
system = RunningSystem(args.home)
RUN = str(int(time.time()))

system.sender("large", "large-password-1", "large.example")
LINE = b"0123456789" * 7 + b"\r\n"
outcomes, accepted, lock = collections.Counter(), [], threading.Lock()


def submit(number):
    recipient = f"l{RUN}-{number}@sink.example"
    head = f"From: a@large.example\r\nTo: {recipient}\r\nSubject: {number}\r\n\r\n".encode()
    body = head + LINE * ((25 * 1024 * 1024 - len(head) - 1000) // len(LINE))
    try:
        client = smtplib.SMTP("127.0.0.1", system.ports["submission"], timeout=300)
        client.starttls(context=system.tls)
        client.login("large", "large-password-1")
        client.sendmail("a@large.example", [recipient], body)
        with lock:
            outcomes["250"] += 1
            accepted.append(recipient)
    except smtplib.SMTPResponseException as e:
        with lock:
            outcomes[f"{e.smtp_code} {e.smtp_error.decode('ascii', 'replace')[:60]}"] += 1
    except (smtplib.SMTPException, OSError) as e:
        with lock:
            outcomes[repr(e)[:80]] += 1


threads = [threading.Thread(target=submit, args=(n,)) for n in range(args.messages)]
start = time.time()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{args.messages} messages of 25 MiB in {time.time() - start:.1f} s: {dict(outcomes)}")
delivered, deadline = set(), time.time() + 240
while len(delivered) < len(accepted) and time.time() < deadline:
    for mail in system.mails():
        delivered |= {r.strip("<>") for r in mail["recipients"] if r.strip("<>") in accepted}
    time.sleep(1)
print(f"delivered {len(delivered)} of {len(accepted)} accepted")
memory = [f for f in os.popen(f"grep -l OutOfMemoryError {system.logs}/* 2>/dev/null").read().split()]
print(f"logs with OutOfMemoryError: {memory}")
other = [o for o in outcomes if o != "250" and not o.startswith("452")]
sys.exit(0 if len(delivered) == len(accepted) and not memory and not other else 1)
