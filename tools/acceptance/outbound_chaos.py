#!/usr/bin/env python3
"""Many users submit while parts of the system are killed with -9 at random; every message is accounted for.

Fifty domains with a key each, 500 users who may send as one of them, one user of five with a key of its own.
Every ten seconds a signer, a relay, key-service, PostgreSQL or the broker dies and is started again. Each
attempt has a recipient of its own: it is accepted and delivered, or not accepted and not delivered, or in
doubt (not accepted and delivered all the same). What arrives twice at the sink is shown with its message id
and the kill that explains it. Every delivered message is verified with dkimpy against the record that
key-service printed, and must carry the domain and the selector of its user.

Start the system with two signers and two relays, the relay's trimming off so that mail.outbound can be
counted whole:

    ./signet up --scale dkim-signer=2 --scale smtp-relay=2 --set smtp-relay:signet.relay.trim-every=24h \\
                --set smtp-ingress:signet.smtp.max-failed-logins-per-address=1000000

usage: outbound_chaos.py [--home CHECKOUT] [--messages 20000] [--sessions 16] [--every 10] [--seed 1]
needs: python3-dkim, and python3-nacl
"""
import argparse, random, re, smtplib, subprocess, sys, threading, time
from concurrent.futures import ThreadPoolExecutor

import dkim

from running_system import RunningSystem

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--messages", type=int, default=20000, help="how many are to be accepted")
parser.add_argument("--sessions", type=int, default=16)
parser.add_argument("--domains", type=int, default=50)
parser.add_argument("--users", type=int, default=500)
parser.add_argument("--every", type=float, default=10)
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()
system = RunningSystem(args.home)
RUN, PASSWORD = str(int(time.time())), "chaos-password-1"
SERVICES = system.control + "/v1/services"
TARGETS = [name for name in system.expect("GET", SERVICES)
           if name.startswith(("dkim-signer", "smtp-relay")) or name in ("key-service", "postgres", "kafka")]
if sum(name.startswith("dkim-signer") for name in TARGETS) < 2 or sum(name.startswith("smtp-relay") for name in TARGETS) < 2:
    raise SystemExit("two signers and two relays are wanted: ./signet up --scale dkim-signer=2 --scale smtp-relay=2")


def domain_of(user):
    return f"d{user % args.domains}.chaos.example"


def key(domain, body):
    made = system.expect("POST", f"{system.keys}/v1/domains/{domain}/keys", body)
    system.expect("POST", f"{system.keys}/v1/domains/{domain}/keys/{made['selector']}/activate", {})
    return made


def provision_domain(number):
    domain = f"d{number}.chaos.example"
    system.expect("PUT", f"{system.keys}/v1/domains/{domain}", {})
    for known in system.expect("GET", f"{system.keys}/v1/domains/{domain}/keys")["keys"]:
        if known.get("user") is None:
            return domain, known
    return domain, key(domain, {"algorithm": "rsa-2048"})


def provision_user(number):
    user, domain = f"chaos{RUN}u{number}", domain_of(number)
    system.expect("PUT", f"{system.keys}/v1/users/{user}", {"password": PASSWORD})
    system.expect("PUT", f"{system.keys}/v1/users/{user}/grants/{domain}", {})
    own = None
    if number % 5 == 0:
        own = key(domain, {"algorithm": "ed25519", "user": user, "selector": f"u{RUN}n{number}"})
    return number, own


began = time.time()
with ThreadPoolExecutor(8) as pool:
    domain_keys = dict(pool.map(provision_domain, range(args.domains)))
    user_keys = {number: own for number, own in pool.map(provision_user, range(args.users)) if own}
records = {}
for each in list(domain_keys.values()) + list(user_keys.values()):
    records[each["record"]["name"]] = each["record"]["value"]
print(f"{args.domains} domains, {args.users} users, {len(user_keys)} of them with a key of their own, in {time.time() - began:.0f} s", flush=True)

lock, attempts, kills, done = threading.Lock(), {}, [], threading.Event()
counts = {"accepted": 0, "next": 0, "logins refused": 0}


def submit(worker):
    """Sessions of twenty mails, each of another user."""
    choice = random.Random(args.seed * 1000 + worker)
    while not done.is_set():
        user = choice.randrange(args.users)
        try:
            client = smtplib.SMTP("127.0.0.1", system.ports["submission"], timeout=120)
            client.starttls(context=system.tls)
            client.login(f"chaos{RUN}u{user}", PASSWORD)
        except (smtplib.SMTPException, OSError):
            with lock:
                counts["logins refused"] += 1
            done.wait(0.5)
            continue
        for _ in range(20):
            with lock:
                if counts["accepted"] >= args.messages:
                    done.set()
                if done.is_set():
                    break
                number = counts["next"]
                counts["next"] += 1
            recipient = f"c{RUN}-{number}@sink.example"
            author = f"a@{domain_of(user)}"
            body = f"From: {author}\r\nTo: {recipient}\r\nSubject: {number}\r\n\r\n" + ("x" * 70 + "\r\n") * 15
            outcome, gone = "250", False
            try:
                client.sendmail(author, [recipient], body)
            except smtplib.SMTPServerDisconnected as e:
                outcome, gone = "gone", True
            except smtplib.SMTPResponseException as e:
                outcome = str(e.smtp_code)
            except smtplib.SMTPRecipientsRefused as e:
                outcome = str(next(iter(e.recipients.values()))[0])
            except (smtplib.SMTPException, OSError) as e:
                outcome, gone = "gone", True
            with lock:
                attempts[recipient] = (user, outcome)
                counts["accepted"] += outcome == "250"
            if gone:
                break
            if outcome != "250":
                try:
                    client.rset()
                except (smtplib.SMTPException, OSError):
                    break
                done.wait(0.2)
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            pass


def kill():
    choice = random.Random(args.seed)
    while not done.wait(args.every):
        victim = choice.choice(TARGETS)
        states = system.expect("GET", SERVICES)
        if states[victim]["state"] != "running":
            continue
        system.expect("POST", f"{SERVICES}/{victim}/kill", {})
        kills.append((time.time(), victim))
        while system.expect("GET", SERVICES)[victim]["state"] == "running":
            time.sleep(0.02)
        system.expect("POST", f"{SERVICES}/{victim}/start", {})
        print(f"  {time.time() - start:5.0f} s: {victim} killed; {counts['accepted']} accepted so far", flush=True)


start = time.time()
threads = [threading.Thread(target=submit, args=(n,), daemon=True) for n in range(args.sessions)]
killer = threading.Thread(target=kill, daemon=True)
for thread in threads + [killer]:
    thread.start()
for thread in threads:
    thread.join()
killer.join(120)
took = time.time() - start
accepted = {r for r, (_, outcome) in attempts.items() if outcome == "250"}
print(f"{len(attempts)} attempts, {len(accepted)} accepted in {took:.0f} s ({len(accepted) / took:.0f}/s), {len(kills)} kills, "
      f"{counts['logins refused']} logins refused or cut off")

arrived, after = {}, 0
deadline = time.time() + 600
while time.time() < deadline:
    for mail in system.mails(after):
        after = max(after, mail["number"])
        for recipient in mail["recipients"]:
            recipient = re.sub(r"^<|>.*$", "", recipient)
            if recipient.startswith("c" + RUN):
                arrived.setdefault(recipient, []).append(mail)
    if accepted <= arrived.keys():
        break
    time.sleep(2)
print(f"all that was accepted had arrived {time.time() - start - took:.0f} s after the last 250" if accepted <= arrived.keys() else "NOT all arrived")
time.sleep(5)


def dnsfunc(name, timeout=5):
    value = records.get((name.decode() if isinstance(name, bytes) else name).rstrip("."))
    return value.encode() if value else None


def tag(field, name):
    found = re.search(rb"(?:^|[;\s])" + name + rb"=\s*([^;\s]+)", field)
    return found.group(1).decode() if found else None


def check(item):
    """Why the signature is not what it should be; None when it is."""
    recipient, mails = item
    user = attempts[recipient][0]
    wanted = user_keys.get(user) or domain_keys[domain_of(user)]
    message = system.mail(mails[0]["number"])
    head = re.sub(rb"\r\n[ \t]+", b" ", message.split(b"\r\n\r\n", 1)[0])
    fields = re.findall(rb"(?im)^DKIM-Signature:(.*?)\r?$", head)
    if len(fields) != 1:
        return f"{recipient}: {len(fields)} signatures"
    if tag(fields[0], b"d") != domain_of(user) or tag(fields[0], b"s") != wanted["selector"]:
        return f"{recipient}: signed by {tag(fields[0], b's')} of {tag(fields[0], b'd')}, not by {wanted['selector']}"
    try:
        return None if dkim.verify(message, dnsfunc=dnsfunc) else f"{recipient}: dkimpy says no"
    except Exception as e:
        return f"{recipient}: {e!r}"


with ThreadPoolExecutor(2) as pool:
    bad = [reason for reason in pool.map(check, list(arrived.items())) if reason]
lost = accepted - arrived.keys()
in_doubt = arrived.keys() - accepted
twice = {r: mails for r, mails in arrived.items() if len(mails) > 1}
print(f"accepted {len(accepted)}, of them delivered {len(accepted & arrived.keys())}; not accepted {len(attempts) - len(accepted)}, "
      f"of them in doubt and delivered {len(in_doubt)}")
print(f"verified by dkimpy with the right domain and selector: {len(arrived) - len(bad)} of {len(arrived)}")
for each in bad[:10]:
    print("  " + each)
print(f"at the sink twice: {len(twice)}")
for recipient, mails in sorted(twice.items()):
    ids = set()
    for mail in mails:
        found = re.search(rb"\bid ([0-9A-HJKMNP-TV-Z]{26})\b", system.mail(mail["number"]))
        ids.add(found.group(1).decode() if found else "?")
    times = [mail["receivedAt"] for mail in mails]
    print(f"  {recipient}: message id {' and '.join(sorted(ids))}, received at {', '.join(times)}")
for recipient in sorted(in_doubt):
    print(f"  in doubt: {recipient}: the client saw {attempts[recipient][1]}")
print("kills: " + ", ".join(f"{time.strftime('%H:%M:%S', time.gmtime(when))} {who}" for when, who in kills))
once = subprocess.run([args.home + "/signet", "bench", "once", "mail.outbound", "--bootstrap", f"127.0.0.1:{system.ports['kafka']}"],
                      capture_output=True, text=True)
print(once.stdout.strip())
print(f"lost: {len(lost)} {sorted(lost)[:5]}")
good = not lost and not bad and once.returncode == 0 and len(accepted) >= args.messages
print("as it should be" if good else "NOT as it should be")
sys.exit(0 if good else 1)
