#!/usr/bin/env python3
"""20 parallel messages of 25 MiB through submission: each is delivered, or refused with 452.

Each service of "./signet up" runs with -Xmx512m unless told otherwise.
usage: large.py [--home CHECKOUT] [--messages 20]
"""
import argparse, collections, json, os, smtplib, ssl, sys, threading, time, urllib.request

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--home", default=".")
parser.add_argument("--messages", type=int, default=20)
parser.add_argument("--control", default="http://127.0.0.1:8100")
parser.add_argument("--keys", default="http://127.0.0.1:8105")
args = parser.parse_args()
TOKEN = open(os.path.join(args.home, ".signet/secrets/admin.token")).read().strip()
RUN = str(int(time.time()))


def call(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Authorization", "Bearer " + TOKEN)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=120) as response:
        text = response.read().decode()
        return json.loads(text) if text.startswith(("{", "[")) else text


call("PUT", args.keys + "/v1/users/large", {"password": "large-password-1"})
call("PUT", args.keys + "/v1/domains/large.example", {})
call("PUT", args.keys + "/v1/users/large/grants/large.example", {})
if not call("GET", args.keys + "/v1/domains/large.example/keys")["keys"]:
    key = call("POST", args.keys + "/v1/domains/large.example/keys", {"algorithm": "rsa-2048"})
    call("POST", args.keys + f"/v1/domains/large.example/keys/{key['selector']}/activate", {})

LINE = b"0123456789" * 7 + b"\r\n"
outcomes, accepted, lock = collections.Counter(), [], threading.Lock()


def submit(number):
    recipient = f"l{RUN}-{number}@sink.example"
    head = f"From: a@large.example\r\nTo: {recipient}\r\nSubject: {number}\r\n\r\n".encode()
    body = head + LINE * ((25 * 1024 * 1024 - len(head) - 1000) // len(LINE))
    try:
        client = smtplib.SMTP("127.0.0.1", 2587, timeout=300)
        client.starttls(context=ssl._create_unverified_context())
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
    for mail in call("GET", args.control + "/v1/mails"):
        delivered |= {r.strip("<>") for r in mail["recipients"] if r.strip("<>") in accepted}
    time.sleep(1)
print(f"delivered {len(delivered)} of {len(accepted)} accepted")
memory = [f for f in os.popen(f"grep -l OutOfMemoryError {args.home}/.signet/logs/* 2>/dev/null").read().split()]
print(f"logs with OutOfMemoryError: {memory}")
other = [o for o in outcomes if o != "250" and not o.startswith("452")]
sys.exit(0 if len(delivered) == len(accepted) and not memory and not other else 1)
