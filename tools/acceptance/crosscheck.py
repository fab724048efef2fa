"""Our DKIM against two programs that are not ours, dkimpy and OpenDKIM, both ways.

    apt-get install -y opendkim python3-dkim python3-nacl
    /usr/bin/python3 tools/acceptance/crosscheck.py [--count 500] [--peer "JAVA COMMAND"]

Each signs the same messages; all three verify all of them; then one signed byte of each is altered, and all must fail.
OpenDKIM runs as a milter on a unix socket, driven as an MTA drives it. Exit 1 on a disagreement nobody has explained.
"""
import argparse, base64, os, random, shlex, shutil, subprocess, sys, tempfile, time

import dkim
from nacl.signing import SigningKey

from milter import Milter

DOMAIN = "cross.example"
MODES = ["relaxed-relaxed", "relaxed-simple", "simple-relaxed", "simple-simple"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# (signer, verifier, text in the verifier's answer): why it is not our fault. None is known.
EXPLAINED = []


# --- messages ------------------------------------------------------------------------------------------------------


def words(r, count):
    return " ".join("".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randint(1, 11))) for _ in range(count))


def header(r, number):
    subject = words(r, r.randint(1, 8))
    if r.random() < 0.2:
        subject = subject.replace(" ", "\r\n ", 1)  # folded
    if r.random() < 0.15:
        subject += "  two  spaces \t tab"
    if r.random() < 0.15:
        subject += " gr\u00fc\u00dfe \u65e5\u672c"  # RFC 6532, raw UTF-8
    fields = [
        f'From: "{words(r, 2)}" <sender@{DOMAIN}>' if r.random() < 0.7 else f"From: sender@{DOMAIN}",
        f"To: {words(r, 1)}@elsewhere.example,\r\n\t{words(r, 1)}@elsewhere.example",
        f"Subject: {subject}",
        f"Date: Mon, 02 Nov 2026 10:{number % 60:02}:00 +0000",
        f"Message-ID: <{number}.{r.randint(1, 10**9)}@{DOMAIN}>",
    ]
    if r.random() < 0.3:
        fields += [f"Received: from a{n}.example\r\n by b.example; Mon, 02 Nov 2026 10:00:0{n} +0000" for n in range(3)]
    if r.random() < 0.3:
        fields += ["X-Same: one", "X-Same: two", "Comments: c1", "Comments: c2"]  # the same name twice
    if r.random() < 0.2:
        fields += ["Cc:", "X-Empty: ", "Reply-To:   spaces@" + DOMAIN + "  "]
    if r.random() < 0.2:
        fields += ["MIME-Version: 1.0", "Content-Type: text/plain;\r\n charset=utf-8;\r\n\tformat=flowed", "sUbJeCt-X: y"]
    if r.random() < 0.1:
        fields += ["References: " + "\r\n ".join(f"<{n}@{DOMAIN}>" for n in range(40))]
    if r.random() < 0.1:
        fields += ["X-Long: " + "z" * 900]
    r.shuffle(fields)
    return "\r\n".join(fields) + "\r\n"


def body(r):
    kind = r.randint(0, 9)
    if kind == 0:
        return ""
    if kind == 1:
        return "\r\n" * r.randint(1, 5)
    lines = [words(r, r.randint(0, 12)) for _ in range(r.randint(1, 30))]
    if kind in (2, 3):
        lines = [line.replace(" ", r.choice([" ", "  ", "\t", " \t "])) + r.choice(["", " ", "\t "]) for line in lines]
    if kind == 4:
        lines.append("x" * 990)
    if kind == 5:
        lines.append("8-bit: gr\u00fc\u00dfe \u65e5\u672c")
    if kind == 6:
        lines = ["." + line for line in lines] + [".", ".."]
    text = "\r\n".join(lines) + "\r\n"
    if kind in (7, 8):
        text += "\r\n" * r.randint(1, 6)  # trailing blank lines
    if kind == 9:
        text += " \t\r\n\r\n  \r\n"  # trailing lines of white space
    return text


def messages(count):
    r = random.Random(6376)
    return {f"{n:04}.{MODES[n % 4]}.eml": (header(r, n) + "\r\n" + body(r)).encode() for n in range(count)}


def altered(name, signed):
    """One letter another: in the body, the Subject or the From, all of which every signer signs."""
    r = random.Random(name)
    head, _, text = signed.partition(b"\r\n\r\n")
    letters = [len(head) + 4 + i for i, b in enumerate(text) if chr(b).isalpha() and b < 128]
    if not letters or r.random() < 0.5:
        at = 0
        letters = []
        for field in split_fields(head):
            if field.lower().startswith((b"subject:", b"from:")):
                start = at + field.index(b":") + 1
                letters += [i for i in range(start, at + len(field)) if chr(signed[i]).isalpha() and signed[i] < 128]
            at += len(field)
    at = r.choice(letters)
    other = r.choice([c for c in b"abcdefghijklmnopqrstuvwxyz" if c | 32 != signed[at] | 32])
    return signed[:at] + bytes([other]) + signed[at + 1 :]


def split_fields(head):
    fields = []
    for line in (head + b"\r\n").splitlines(keepends=True):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += line
        else:
            fields.append(line)
    return fields


# --- who signs and verifies ----------------------------------------------------------------------------------------


class Keys:
    def __init__(self, directory):
        self.rsa = os.path.join(directory, "rsa.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.rsa], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", self.rsa, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        self.seed = random.Random(8463).randbytes(32)
        self.ed25519 = os.path.join(directory, "ed25519.pem")
        der = bytes.fromhex("302e020100300506032b657004220420") + self.seed
        with open(self.ed25519, "w") as pem:
            pem.write("-----BEGIN PRIVATE KEY-----\n" + base64.b64encode(der).decode() + "\n-----END PRIVATE KEY-----\n")
        raw = bytes(SigningKey(self.seed).verify_key)
        self.records = {
            f"rsa._domainkey.{DOMAIN}": "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode(),
            f"ed._domainkey.{DOMAIN}": "v=DKIM1; k=ed25519; p=" + base64.b64encode(raw).decode(),
        }
        self.zone = os.path.join(directory, "zone")
        self.opendkim = os.path.join(directory, "public-keys")
        with open(self.zone, "w") as zone, open(self.opendkim, "w") as file:
            for name, text in self.records.items():
                strings = " ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250))
                zone.write(f"{name}. TXT {strings}\n")
                file.write(f"{name} {text}\n")

    def txt(self, name, timeout=5):
        record = self.records.get(name.decode().rstrip("."))
        return record.encode() if record else None


class Ours:
    name = "signet"

    def __init__(self, keys, directory, peer):
        self.keys, self.directory, self.peer = keys, directory, peer

    def sign(self, mails, algorithm):
        source, target = self.write(mails), os.path.join(self.directory, "signed")
        shutil.rmtree(target, ignore_errors=True)
        key = self.keys.rsa if algorithm == "rsa" else self.keys.ed25519
        self.run("sign", "--domain", DOMAIN, "--selector", algorithm_selector(algorithm), "--key", key, source, target)
        return {name: read(os.path.join(target, name)) for name in mails}

    def verify(self, mails):
        lines = self.run("verify", "--zone", self.keys.zone, self.write(mails)).splitlines()
        return dict(line.split("\t", 1) for line in lines)

    def write(self, mails):
        source = os.path.join(self.directory, "source")
        shutil.rmtree(source, ignore_errors=True)
        os.makedirs(source)
        for name, raw in mails.items():
            with open(os.path.join(source, name), "wb") as file:
                file.write(raw)
        return source

    def run(self, *arguments):
        done = subprocess.run([*self.peer, "batch", *arguments], stdout=subprocess.PIPE)
        if done.returncode != 0:
            raise SystemExit(f"our own batch ended with {done.returncode}")
        return done.stdout.decode()


class Dkimpy:
    name = "dkimpy"

    def __init__(self, keys):
        self.keys = keys

    def sign(self, mails, algorithm):
        key = read(self.keys.rsa) if algorithm == "rsa" else base64.b64encode(self.keys.seed)
        signed = {}
        for name, raw in mails.items():
            modes = tuple(part.encode() for part in mode(name).split("-"))
            field = dkim.sign(
                raw, algorithm_selector(algorithm).encode(), DOMAIN.encode(), key, canonicalize=modes,
                signature_algorithm=(algorithm + "-sha256").encode(),
            )
            signed[name] = field + raw
        return signed

    def verify(self, mails):
        return {name: self.verified(raw) for name, raw in mails.items()}

    def verified(self, raw):
        try:
            return "pass" if dkim.DKIM(raw).verify(dnsfunc=self.keys.txt) else "fail"
        except dkim.DKIMException as e:
            return f"fail {e}"


class OpenDkim:
    name = "opendkim"

    def __init__(self, keys, directory):
        self.keys, self.directory = keys, directory

    def sign(self, mails, algorithm):
        with open(os.path.join(self.directory, "keytable"), "w") as table:
            table.write(f"k {DOMAIN}:{algorithm_selector(algorithm)}:{self.keys.rsa}\n")
        with open(os.path.join(self.directory, "signingtable"), "w") as table:
            table.write(f"{DOMAIN} k\n")
        signed = {}
        for wanted in MODES:
            some = {name: raw for name, raw in mails.items() if mode(name) == wanted}
            settings = (
                f"Mode s\nCanonicalization {wanted.replace('-', '/')}\nKeyTable {self.directory}/keytable\n"
                f"SigningTable {self.directory}/signingtable\nSignatureAlgorithm rsa-sha256\nOversignHeaders From\n"
            )
            for name, (front, _) in self.filtered(settings, some).items():
                if not front.lower().startswith(b"dkim-signature:"):
                    raise SystemExit(f"OpenDKIM did not sign {name}: {front!r}")
                signed[name] = front + mails[name]
        return signed

    def verify(self, mails):
        settings = "Mode v\nAuthservID cross\nAlwaysAddARHeader yes\nOn-BadSignature accept\n"
        answers = self.filtered(settings, mails)
        return {name: self.result(front) for name, (front, _) in answers.items()}

    @staticmethod
    def result(front):
        text = " ".join(front.decode("latin-1").split())
        return "pass" if "dkim=pass" in text else "fail " + text

    def filtered(self, settings, mails):
        path = os.path.join(self.directory, "socket")
        config = os.path.join(self.directory, "opendkim.conf")
        with open(config, "w") as file:
            file.write(
                settings + f"Socket local:{path}\nBackground no\nSyslog no\nRequireSafeKeys no\nUserID {user()}\n"
                f"TestPublicKeys {self.keys.opendkim}\nInternalHosts 127.0.0.1\nMinimumKeyBits 1024\n"
            )
        if os.path.exists(path):
            os.remove(path)
        daemon = subprocess.Popen(["/usr/sbin/opendkim", "-f", "-x", config])
        try:
            wait_for(path, daemon)
            client = Milter(path)
            answers = {name: client.message(number, raw) for number, (name, raw) in enumerate(mails.items())}
            client.close()
            return answers
        finally:
            daemon.terminate()
            daemon.wait()


def user():
    return subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()


def wait_for(path, daemon):
    for _ in range(300):
        if daemon.poll() is not None:
            raise SystemExit(f"opendkim ended with {daemon.returncode}")
        if os.path.exists(path):
            return
        time.sleep(0.1)
    raise SystemExit("opendkim does not listen")


def algorithm_selector(algorithm):
    return "rsa" if algorithm == "rsa" else "ed"


def mode(name):
    return name.split(".")[1]


def read(path):
    with open(path, "rb") as file:
        return file.read()


# --- the check -----------------------------------------------------------------------------------------------------


class Check:
    def __init__(self):
        self.disagreements = []
        print(f"{'signed by':<10} {'algorithm':<9} {'verified by':<12} {'pass':>9} {'altered: fail':>14}")

    def run(self, signer, algorithm, mails, verifiers):
        signed = signer.sign(mails, algorithm)
        broken = {name: altered(name, raw) for name, raw in signed.items()}
        for verifier in verifiers:
            whole, changed = verifier.verify(signed), verifier.verify(broken)
            good = [name for name in signed if whole.get(name) == "pass"]
            bad = [name for name in signed if changed.get(name, "missing").startswith(("fail", "permerror"))]
            print(
                f"{signer.name:<10} {algorithm:<9} {verifier.name:<12} {len(good):>4}/{len(signed)} {len(bad):>9}/{len(signed)}",
                flush=True,
            )
            for name in signed:
                if name not in good:
                    self.disagree(signer, verifier, f"{name} should pass", whole.get(name, "missing"))
                if name not in bad:
                    self.disagree(signer, verifier, f"{name} altered should fail", changed.get(name, "missing"))

    def disagree(self, signer, verifier, what, answer):
        reason = next((why for s, v, text, why in EXPLAINED if (s, v) == (signer.name, verifier.name) and text in answer), None)
        self.disagreements.append(reason)
        print(f"  {verifier.name} on {signer.name}'s {what}: {answer[:300]}\n    {reason or 'NOT EXPLAINED'}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--peer", default=os.path.join(ROOT, "signet") + " bench", help="what runs our batch")
    options = parser.parse_args()
    mails = messages(options.count)
    with tempfile.TemporaryDirectory() as directory:
        keys = Keys(directory)
        ours = Ours(keys, directory, shlex.split(options.peer))
        dkimpy, opendkim = Dkimpy(keys), OpenDkim(keys, directory)
        check = Check()
        for signer in (ours, dkimpy, opendkim):
            check.run(signer, "rsa", mails, [ours, dkimpy, opendkim])
        for signer in (ours, dkimpy):
            check.run(signer, "ed25519", mails, [ours, dkimpy])
    unexplained = check.disagreements.count(None)
    print(f"{len(check.disagreements)} disagreements, {unexplained} unexplained")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
