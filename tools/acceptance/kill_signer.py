#!/usr/bin/env python3
"""kill -9 of the signer in the middle of 2,000 submissions, then a restart of it.

Prints what was accepted and delivered, the longest gap between deliveries after the kill, and how long
inbound mail took meanwhile. Afterwards "./signet bench once mail.outbound" counts message ids that are
there twice. Start the system with the relay's trimming off, so that it still sees them all:
    ./signet up --set smtp-relay:signet.relay.trim-every=24h

usage: kill_signer.py [--home CHECKOUT] [--messages 2000] [--sessions 8]
"""
import argparse, smtplib, sys, threading, time

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--messages", type=int, default=2000)
parser.add_argument("--sessions", type=int, default=8)
args = parser.parse_args()
system = RunningSystem(args.home)
RUN = str(int(time.time()))

system.sender("killer", "killer-password-1", "kill.example")
lock, accepted, failed = threading.Lock(), set(), []
numbers = iter(range(args.messages))


def submit():
    client = smtplib.SMTP("127.0.0.1", system.ports["submission"], timeout=120)
    client.starttls(context=system.tls)
    client.login("killer", "killer-password-1")
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            client.quit()
            return
        recipient = f"k{RUN}-{number}@sink.example"
        body = f"From: a@kill.example\r\nTo: {recipient}\r\nSubject: {number}\r\n\r\n" + ("x" * 70 + "\r\n") * 100
        try:
            client.sendmail("a@kill.example", [recipient], body)
            with lock:
                accepted.add(recipient)
        except smtplib.SMTPException as e:
            with lock:
                failed.append(repr(e))
            client.rset()


arrivals, inbound_times, done = {}, [], threading.Event()
inbound_arrived = {}


def watch():
    after = 0
    while not done.is_set():
        mails = system.mails(after)
        now = time.time()
        for mail in mails:
            after = max(after, mail["number"])
            for recipient in mail["recipients"]:
                recipient = recipient.strip("<>")
                if recipient.startswith("k" + RUN):
                    arrivals.setdefault(recipient, []).append(now)
                elif recipient.startswith("in" + RUN):
                    inbound_arrived[recipient] = now
        time.sleep(0.2)


def inbound():
    number = 0
    while not done.is_set():
        recipient = f"in{RUN}-{number}@signet.example"
        began = time.time()
        client = smtplib.SMTP("127.0.0.1", system.ports["mx"], timeout=60, local_hostname="mail.honest.example")
        client.sendmail("h@honest.example", [recipient],
                        f"From: h@honest.example\r\nTo: {recipient}\r\nSubject: in\r\n\r\nhello\r\n")
        client.quit()
        inbound_times.append((recipient, began, time.time()))
        number += 1
        done.wait(1.0)


watcher = threading.Thread(target=watch); watcher.start()
inbounder = threading.Thread(target=inbound); inbounder.start()
threads = [threading.Thread(target=submit) for _ in range(args.sessions)]
start = time.time()
for thread in threads:
    thread.start()
while len(arrivals) < args.messages // 4 and time.time() - start < 120:
    time.sleep(0.1)
killed = time.time()
print(f"kill -9 of the signer after {len(accepted)} accepted, {len(arrivals)} delivered")
system.expect("POST", system.control + "/v1/services/dkim-signer/kill", {})
while system.expect("GET", system.control + "/v1/services")["dkim-signer"]["state"] != "stopped":
    time.sleep(0.05)
system.expect("POST", system.control + "/v1/services/dkim-signer/start", {})
for thread in threads:
    thread.join()
print(f"submitted: {len(accepted)} accepted, {len(failed)} failed {failed[:3]}, in {time.time() - start:.1f} s")
deadline = time.time() + 120
while len(arrivals) < len(accepted) and time.time() < deadline:
    time.sleep(0.5)
time.sleep(5)
done.set(); watcher.join(); inbounder.join()
times = sorted(t for each in arrivals.values() for t in each)
after = [killed] + [t for t in times if t >= killed]
stall = max(b - a for a, b in zip(after, after[1:])) if len(after) > 1 else float("inf")
twice = [r for r, t in arrivals.items() if len(t) > 1]
print(f"delivered {len(arrivals)} of {len(accepted)}, at the sink twice: {len(twice)}")
print(f"longest gap between deliveries after the kill: {stall:.1f} s")
delays = [inbound_arrived.get(r, float("inf")) - b for r, b, _ in inbound_times if b < time.time() - 6]
replies = [e - b for _, b, e in inbound_times]
print(f"inbound meanwhile: {len(delays)} mails, longest 250 after {max(replies):.2f} s, longest delivery after {max(delays):.2f} s")
sys.exit(0 if len(arrivals) == len(accepted) == args.messages and stall <= 20 and max(delays) <= 10 else 1)
