"""The system that "./signet up" started from a checkout: its ports, its admin token, its REST calls."""
import json, os, ssl, urllib.error, urllib.request


class RunningSystem:
    def __init__(self, home):
        data = os.path.join(home, ".signet")
        with open(os.path.join(data, "ports.properties")) as lines:
            pairs = (line.strip().split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
            self.ports = {name: int(number) for name, number in pairs}
        with open(os.path.join(data, "secrets", "admin.token")) as token:
            self.token = token.read().strip()
        self.logs = os.path.join(data, "logs")
        self.keys = f"http://127.0.0.1:{self.ports['keys']}"
        self.control = f"http://127.0.0.1:{self.ports['control']}"
        # The certificate is self-signed, and made anew with each data directory.
        self.tls = ssl._create_unverified_context()

    def call(self, method, url, body=None):
        """Status and decoded answer; an error status is an answer too."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status, decoded(response.read())
        except urllib.error.HTTPError as e:
            return e.code, decoded(e.read())

    def expect(self, method, url, body=None):
        status, answer = self.call(method, url, body)
        if status >= 300:
            raise SystemExit(f"{method} {url}: {status} {answer}")
        return answer

    def sender(self, user, password, domain):
        """A user who may send as a domain that has an active key; the key as key-service shows it."""
        self.expect("PUT", f"{self.keys}/v1/users/{user}", {"password": password})
        self.expect("PUT", f"{self.keys}/v1/domains/{domain}", {})
        self.expect("PUT", f"{self.keys}/v1/users/{user}/grants/{domain}", {})
        known = self.expect("GET", f"{self.keys}/v1/domains/{domain}/keys")["keys"]
        if known:
            return known[0]
        key = self.expect("POST", f"{self.keys}/v1/domains/{domain}/keys", {"algorithm": "rsa-2048"})
        self.expect("POST", f"{self.keys}/v1/domains/{domain}/keys/{key['selector']}/activate", {})
        return key

    def mails(self, after=0):
        """Envelopes of what the sink has received since."""
        return self.expect("GET", f"{self.control}/v1/mails?after={after}")

    def mail(self, number):
        with urllib.request.urlopen(f"{self.control}/v1/mails/{number}", timeout=120) as response:
            return response.read()


def decoded(raw):
    text = raw.decode("utf-8", "replace")
    return json.loads(text) if text.startswith(("{", "[")) else text
