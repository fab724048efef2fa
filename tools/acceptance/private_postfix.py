"""A Postfix of one's own: the real programs, with a queue and a configuration in a temporary directory, on a free port.

Needs root (Postfix starts as root) and the package postfix; the Postfix of the machine, if there is one, is left alone.
"""
import base64, glob, os, shutil, socket, socketserver, subprocess, tempfile, threading, time

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

MAIN = {
    "compatibility_level": "3.6",
    "command_directory": "/usr/sbin",
    "daemon_directory": "/usr/lib/postfix/sbin",
    "mail_owner": "postfix",
    "setgid_group": "postdrop",
    "myhostname": "mta.acceptance.example",
    "mydestination": "",
    "inet_interfaces": "127.0.0.1",
    "inet_protocols": "ipv4",
    "mynetworks": "",
    "alias_maps": "",
    "alias_database": "",
    "local_recipient_maps": "",
    "smtpd_relay_restrictions": "permit_sasl_authenticated, reject_unauth_destination",
    "maximal_backoff_time": "5s",
    "minimal_backoff_time": "2s",
    "queue_run_delay": "2s",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PrivatePostfix:
    def __init__(self, settings, port=None):
        self.port = port or free_port()
        self.directory = tempfile.mkdtemp(prefix="signet-postfix-")
        os.chmod(self.directory, 0o755)
        for name in ("etc", "queue", "data"):
            os.mkdir(os.path.join(self.directory, name))
        shutil.chown(os.path.join(self.directory, "data"), "postfix", "postfix")
        self.config = os.path.join(self.directory, "etc")
        self.log = os.path.join(self.directory, "mail.log")
        own = {
            "queue_directory": os.path.join(self.directory, "queue"),
            "data_directory": os.path.join(self.directory, "data"),
            "maillog_file": self.log,
            "maillog_file_prefixes": self.directory,
        }
        with open(os.path.join(self.config, "main.cf"), "w") as main:
            for name, value in {**MAIN, **own, **settings}.items():
                main.write(f"{name} = {value}\n")
        with open(os.path.join(self.config, "master.cf"), "w") as master:
            master.write(MASTER.format(port=self.port))

    def __enter__(self):
        self.run("start")
        deadline = time.time() + 20
        while time.time() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("Postfix does not listen:\n" + self.log_text())

    def __exit__(self, *_):
        self.run("stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def run(self, verb):
        done = subprocess.run(["postfix", "-c", self.config, verb], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise SystemExit(f"postfix {verb}: {done.stderr}{self.log_text()}")

    def flush(self):
        subprocess.run(["postqueue", "-c", self.config, "-f"], check=False, timeout=30)

    def queued(self):
        """Names of the messages Postfix still has."""
        queues = ("incoming", "active", "deferred", "hold")
        paths = (glob.glob(os.path.join(self.directory, "queue", q, "**", "*"), recursive=True) for q in queues)
        return [os.path.basename(p) for each in paths for p in each if os.path.isfile(p)]

    def log_text(self):
        if not os.path.exists(self.log):
            return "(no log)"
        with open(self.log, errors="replace") as log:
            return log.read()


class Passwords(socketserver.ThreadingTCPServer):
    """What Postfix asks about AUTH: enough of Dovecot's authentication protocol for PLAIN."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, users):
        super().__init__(("127.0.0.1", 0), PasswordQuestions)
        self.users = users
        self.port = self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class PasswordQuestions(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t0\nDONE\n")
        for line in self.rfile:
            parts = line.decode().rstrip("\n").split("\t")
            if parts[0] == "AUTH":
                number = parts[1]
                response = next(p[5:] for p in parts if p.startswith("resp="))
                _, user, password = base64.b64decode(response).decode().split("\0")
                known = self.server.users.get(user) == password
                answer = f"OK\t{number}\tuser={user}\n" if known else f"FAIL\t{number}\tuser={user}\n"
                self.wfile.write(answer.encode())
