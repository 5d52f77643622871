"""A door to the tests' server by TCP, as from another PC: plain or by TLS, and it can be shut."""

import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16/"


class Door:
    """Listens on a port of the loopback address, and passes everything on to the server."""

    def __init__(self, folder: str, tls: ssl.SSLContext | None = None) -> None:
        self._server = f"{folder}/.s.PGSQL.5432"
        self._tls = tls
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self.open()

    def open(self) -> None:
        """Let people in, at the same port as before."""
        listener = self._listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen()
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def shut(self) -> None:
        """Break every connection, and let nobody in."""
        for one in (self._listener, *self._open):
            if one is not None:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
        self._open.clear()

    def url(self, database: str, user: str = "postgres", more: str = "") -> str:
        """SQLAlchemy's URL of a database behind the door."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}{more}"

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                came, _address = listener.accept()
                threading.Thread(target=self._let_in, args=(came,), daemon=True).start()

    def _let_in(self, came: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError):
            if self._tls is not None:
                if came.recv(8) != _SSL_REQUEST:
                    return  # somebody who only looks whether the port answers
                came.sendall(b"S")
                came = self._tls.wrap_socket(came, server_side=True)
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            self._open += [came, server]
            threading.Thread(target=_pass_on, args=(server, came), daemon=True).start()
            _pass_on(came, server)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError, ssl.SSLError):
        while said := one.recv(65_536):
            other.sendall(said)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for the loopback address, signed by itself: its file, and a server's side."""
    key, file = folder / "server.key", folder / "server.crt"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", file),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context
