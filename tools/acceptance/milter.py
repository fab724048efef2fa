"""A milter client: what an MTA says to a filter, enough of it to have one message signed or verified (protocol 6)."""
import socket, struct

LEADING_SPACE = 0x00100000  # header values keep the space behind the colon
NO_STEPS = 0x0000037F  # the filter may leave out any command
MODIFICATIONS = {b"h", b"i", b"m", b"+", b"-", b"b", b"q", b"e", b"2"}
PROGRESS = b"p"


class Milter:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.send(b"O", struct.pack(">III", 6, 0x1FF, NO_STEPS | LEADING_SPACE))
        command, answer = self.receive()
        if command != b"O":
            raise SystemExit(f"the filter refuses to negotiate: {command!r}")
        _, _, self.protocol = struct.unpack(">III", answer[:12])
        self.macros(b"C", {"j": "mta.cross.example", "{daemon_name}": "cross"})
        self.ask(0x01, b"C", b"client.cross.example\0" + b"4" + struct.pack(">H", 2525) + b"127.0.0.1\0")
        self.ask(0x02, b"H", b"client.cross.example\0")

    def message(self, number, raw):
        """The fields the filter puts in front, as one piece of bytes, and its verdict."""
        header, _, body = raw.partition(b"\r\n\r\n")
        if raw.startswith(b"\r\n"):
            header, body = b"", raw[2:]
        self.macros(b"M", {"i": f"Q{number}", "{mail_addr}": "a@cross.example"})
        self.ask(0x04, b"M", b"<a@cross.example>\0")
        self.ask(0x08, b"R", b"<b@elsewhere.example>\0")
        self.ask(0x200, b"T", b"")
        for field in unfolded(header):
            name, value = field.split(b":", 1)
            if not self.protocol & LEADING_SPACE:
                value = value[1:] if value[:1] == b" " else value
            # An MTA gives folded values with bare line feeds.
            self.ask(0x20, b"L", name + b"\0" + value.replace(b"\r\n", b"\n") + b"\0")
        self.ask(0x40, b"N", b"")
        for at in range(0, len(body), 65535):
            self.ask(0x10, b"B", body[at : at + 65535])
        return self.end()

    def end(self):
        self.send(b"E", b"")
        front = b""
        while True:
            command, data = self.receive()
            if command in (b"h", b"i"):
                name, value = (data[4:] if command == b"i" else data).split(b"\0")[:2]
                space = b"" if self.protocol & LEADING_SPACE else b" "
                field = name + b":" + space + value.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"
                front = field + front if command == b"i" else front + field
            elif command not in MODIFICATIONS and command != PROGRESS:
                return front, command

    def ask(self, step, command, data):
        if step & NO_STEPS and self.protocol & step:
            return
        self.send(command, data)
        answer, _ = self.receive()
        if answer not in (b"c", b"a"):
            raise SystemExit(f"the filter answers {answer!r} to {command!r} {data[:60]!r}")

    def macros(self, command, values):
        pairs = b"".join(f"{name}\0{value}\0".encode() for name, value in values.items())
        self.send(b"D", command + pairs)

    def send(self, command, data):
        self.socket.sendall(struct.pack(">I", len(data) + 1) + command + data)

    def receive(self):
        length = struct.unpack(">I", self.exactly(4))[0]
        data = self.exactly(length)
        return data[:1], data[1:]

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise SystemExit("the filter closed the connection")
            data += piece
        return data

    def close(self):
        self.send(b"Q", b"")
        self.socket.close()


def unfolded(header):
    """The fields, folding inside."""
    fields = []
    for line in header.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b"\r\n" + line
        elif line:
            fields.append(line)
    return fields
