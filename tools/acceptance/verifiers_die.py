#!/usr/bin/env python3
"""Verifiers are killed under load, one every few seconds, then the broker; every attempt is accounted for.

Each attempt has a recipient of its own. It is accepted and delivered (with the Authentication-Results of a
verdict), refused, deferred, or in doubt: deferred and delivered all the same, which the ingress counts by id.
Start the system with three verifiers:

    ./signet up --scale auth-verifier=3 --dns-forwarder none

usage: verifiers_die.py [--home CHECKOUT] [--rate 40] [--seconds 120] [--every 5] [--sessions 60] [--warm 30]
"""
import argparse, os, re, smtplib, sys, threading, time, urllib.request

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--rate", type=float, default=40)
parser.add_argument("--seconds", type=int, default=120)
parser.add_argument("--every", type=float, default=5)
parser.add_argument("--warm", type=float, default=30, help="seconds before the first kill")
parser.add_argument("--sessions", type=int, default=60)
args = parser.parse_args()
system = RunningSystem(args.home)
RUN = str(int(time.time()))
VERIFIERS = [name for name in system.expect("GET", system.control + "/v1/services") if name.startswith("auth-verifier")]
if len(VERIFIERS) < 3:
    raise SystemExit("three verifiers are wanted: ./signet up --scale auth-verifier=3")

ANSWER = {"250": "accepted", "550": "refused", "451": "deferred", "452": "deferred", "421": "deferred"}
lock, attempts, done = threading.Lock(), [], threading.Event()
start, numbers = time.time(), iter(range(10 ** 9))


def ask(client, number):
    """One attempt of every five is a spoof of a domain with p=reject."""
    spoof = number % 5 == 0
    author = "ceo@bank.example" if spoof else "h@honest.example"
    recipient = f"v{RUN}-{number}@signet.example"
    client.mail("bounce@stranger.example" if spoof else "h@honest.example")
    code, _ = client.rcpt(recipient)
    if code >= 400:
        client.rset()
        return spoof, recipient, str(code), "at RCPT"
    code, text = client.data(f"From: {author}\r\nTo: {recipient}\r\nSubject: {number}\r\n\r\nhello\r\n")
    return spoof, recipient, str(code), text.decode("utf-8", "replace")


def sender():
    client = None
    while not done.is_set():
        with lock:
            number = next(numbers)
        due = start + number / args.rate
        if due > time.time() and done.wait(due - time.time()):
            return
        began = time.time()
        try:
            if client is None:
                client = smtplib.SMTP("127.0.0.1", system.ports["mx"], timeout=90, local_hostname="mail.honest.example")
                client.ehlo()
            spoof, recipient, code, text = ask(client, number)
        except (smtplib.SMTPException, OSError) as e:
            spoof, recipient, code, text = number % 5 == 0, f"v{RUN}-{number}@signet.example", "gone", repr(e)
            client = None
        with lock:
            attempts.append((began, time.time(), spoof, recipient, code, text))


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def table(name, chosen):
    counts = {}
    for began, ended, spoof, recipient, code, text in chosen:
        key = ("spoof " if spoof else "honest ") + ANSWER.get(code, code)
        counts[key] = counts.get(key, 0) + 1
    verdicts = sum(1 for a in chosen if a[4] in ("250", "550"))
    times = [ended - began for began, ended, *_ in chosen]
    share = verdicts / len(chosen) if chosen else float("nan")
    print(f"{name}: {len(chosen)} attempts, {share:.2%} got a verdict, p50 {quantile(times, .5):.3f} s, p99 {quantile(times, .99):.3f} s; "
          + ", ".join(f"{key} {count}" for key, count in sorted(counts.items())))
    return share


def service(name, verb):
    system.expect("POST", f"{system.control}/v1/services/{name}/{verb}", {})


threads = [threading.Thread(target=sender, daemon=True) for _ in range(args.sessions)]
for thread in threads:
    thread.start()
time.sleep(args.warm)
calm_end = time.time()
kills, turn = [], 0
while time.time() < calm_end + args.seconds:
    victim = VERIFIERS[turn % len(VERIFIERS)]
    turn += 1
    states = system.expect("GET", system.control + "/v1/services")
    if states[victim]["state"] == "running":
        service(victim, "kill")
        kills.append(time.time())
        while system.expect("GET", system.control + "/v1/services")[victim]["state"] == "running":
            time.sleep(0.02)
    service(victim, "start")
    time.sleep(max(0, calm_end + turn * args.every - time.time()))
kill_end = time.time()
time.sleep(25)
recovered = time.time()
print(f"{len(kills)} kills of {len(VERIFIERS)} verifiers, one every {args.every:.0f} s", flush=True)
service("kafka", "kill")
killed = time.time()
time.sleep(5)
service("kafka", "start")
returned = time.time()
deadline = returned + 90
while time.time() < deadline and not any(a[4] == "250" and a[1] > returned for a in attempts):
    time.sleep(0.1)
time.sleep(20)
done.set()
for thread in threads:
    thread.join(100)
finished = time.time()

table("before", [a for a in attempts if a[1] < calm_end])
share = table("while verifiers die", [a for a in attempts if calm_end <= a[0] < kill_end])
# Those still waiting when the broker goes belong to it.
after = [a for a in attempts if kill_end + 10 <= a[0] and a[1] < killed]
table("from 10 s after the last kill", after)
for began, ended, _, _, code, _ in sorted(after, key=lambda a: a[0] - a[1])[:6]:
    print(f"  slowest: {ended - began:.3f} s, {code}, asked {began - kills[-1]:.1f} s after the last kill")
table("broker away and back", [a for a in attempts if a[0] >= killed])
first = min((a[1] for a in attempts if a[4] == "250" and a[1] > returned), default=float("inf"))
print(f"first 250 after the broker was back: {first - returned:.1f} s (it was away {returned - killed:.1f} s)")

deadline = time.time() + 120
accepted = {a[3] for a in attempts if a[4] == "250"}
while time.time() < deadline:
    arrived = {}
    for mail in system.mails():
        for recipient in mail["recipients"]:
            recipient = re.sub(r"^<|>.*$", "", recipient)
            if recipient.startswith("v" + RUN):
                arrived.setdefault(recipient, []).append(mail["number"])
    if accepted <= arrived.keys():
        break
    time.sleep(2)
time.sleep(3)
refused = {a[3] for a in attempts if a[4] == "550"}
unclear = {a[3] for a in attempts if a[4] not in ("250", "550")}
spoofs = {a[3] for a in attempts if a[2]}
bare = 0
for recipient, mails in arrived.items():
    head = system.mail(mails[0]).split(b"\r\n\r\n", 1)[0].lower()
    if not head.startswith(b"authentication-results: mx.signet.example") and b"\r\nauthentication-results: mx.signet.example" not in head:
        bare += 1
in_doubt = unclear & arrived.keys()
with urllib.request.urlopen(f"http://127.0.0.1:{system.ports['ingress']}/q/metrics", timeout=30) as page:
    counted = [line for line in page.read().decode().splitlines() if "in_doubt" in line and not line.startswith("#")]
lost = accepted - arrived.keys()
print(f"accepted {len(accepted)}, of them delivered {len(accepted & arrived.keys())}; refused {len(refused)}, of them delivered {len(refused & arrived.keys())}; "
      f"deferred or cut off {len(unclear)}, of them in doubt and delivered {len(in_doubt)}")
print(f"delivered twice {sum(1 for m in arrived.values() if len(m) > 1)}; delivered without a verdict {bare}; spoofs delivered {len(spoofs & arrived.keys())}")
print("the ingress counted: " + ("; ".join(counted) or "none in doubt"))
print(f"lost: {len(lost)} {sorted(lost)[:5]}")
p99 = quantile([a[1] - a[0] for a in after], .99)
good = not lost and not refused & arrived.keys() and not bare and not spoofs & arrived.keys() and share >= 0.95 and p99 < 1 and first - returned <= 30
print("as it should be" if good else "NOT as it should be")
sys.exit(0 if good else 1)
