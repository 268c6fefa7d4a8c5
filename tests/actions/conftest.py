"""Clean rows made by hand, as screening leaves them, and taken into the ledger.

And two peers, not ours: a mail server that keeps what it is sent, and a receiver of webhooks.
"""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import BaseServer, StreamRequestHandler, ThreadingTCPServer
from typing import Any
from uuid import UUID, uuid4

import duckdb
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from duckdb import DuckDBPyConnection

from gongxin.actions.append import Origin, Taken
from gongxin.actions.taking import Counts, take
from gongxin.catalogue import reader
from gongxin.store.models import Batch

ON = date(2026, 5, 6)
UNIT = "11310000MB2F00013X"
AMBER = "91310000MA0000015F"
PENALTY = "administrative_penalty"
CLEAN = (
    "row INTEGER, uscc VARCHAR, subject_name VARCHAR, record UUID, decided_on DATE, valid_until DATE,"
    " ended_on DATE, tier VARCHAR, is_late BOOLEAN, content VARCHAR"
)
Content = dict[str, object]


@dataclass(frozen=True)
class Entered:
    """A batch that was taken."""

    taken: Taken
    batch: Batch
    rows: DuckDBPyConnection


def clean(contents: Sequence[Content], *, tier: str | None) -> DuckDBPyConnection:
    """Return a connection with the tables of a screened batch; a content's `number` is its identity."""
    rows = duckdb.connect()
    rows.execute(f"CREATE TABLE clean ({CLEAN})")
    rows.execute("CREATE TABLE unmatched (row INTEGER, subject_name VARCHAR, numbers VARCHAR[])")
    for row, content in enumerate(contents, 1):
        uscc, name = content.get("uscc", AMBER), content.get("name", "某市琥珀食品有限公司")
        values = [
            row,
            uscc,
            name,
            UUID(int=int(str(content["number"]))),
            date(2026, 5, 1),
            None,
            None,
            tier,
            False,
        ]
        rows.execute(
            "INSERT INTO clean VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*values, json.dumps(content, ensure_ascii=False)],
        )
    return rows


def entered(contents: Sequence[Content], *, item: str = PENALTY, tier: str | None = "ordinary") -> Entered:
    """Take the contents into the ledger as one batch."""
    edition = reader.edition(ON)
    batch = Batch.objects.create(
        id=uuid4(),
        item=item,
        edition=edition.code,
        unit=UNIT,
        submitted_by="",
        file_name="rows.csv",
        state="received",
        received_at=datetime(2026, 5, 6, tzinfo=UTC),
    )
    rows = clean(contents, tier=tier)
    taken = taken_from(rows, batch)
    batch.refresh_from_db()
    return Entered(taken, batch, rows)


def taken_from(rows: DuckDBPyConnection, batch: Batch) -> Taken:
    edition = reader.edition(ON)
    origin = Origin(edition.item(batch.item), edition.code, UNIT, batch.id)
    ((count,),) = rows.execute("SELECT count(*) FROM clean").fetchall()
    return take(rows, batch, Counts(count, 0, 0, 0, 0, 0, 0, "ab" * 32), origin=origin, on=ON)


@pytest.fixture
def enter(db: None) -> Callable[..., Entered]:
    return entered


@pytest.fixture
def take_again(db: None) -> Callable[[Entered], Taken]:
    return lambda entered: taken_from(entered.rows, entered.batch)


@pytest.fixture
def enter_committed(instance: object) -> Callable[..., Entered]:
    """The same with real commits, in the instance's own database."""
    return entered


@pytest.fixture(scope="session")
def enter_in_a_rollback() -> Callable[..., Entered]:
    """The same for many examples of one test, each rolled back by the test itself."""
    return entered


@dataclass
class MailPeer:
    """A mail server on a port of its own; `refusing` answers every message with that code."""

    port: int
    taken: list[tuple[str, bytes]] = field(default_factory=list)  # recipient, the bytes as they came
    refusing: str = ""

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for _, raw in self.taken]  # type: ignore[misc]


class _Smtp(StreamRequestHandler):
    """Just enough of RFC 5321 to be handed a message."""

    timeout = 10

    def handle(self) -> None:
        peer: MailPeer = self.server.peer  # type: ignore[attr-defined]
        recipient = ""
        self._say("220 peer")
        while line := self.rfile.readline():
            verb = line[:4].upper().decode()
            if verb == "RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if verb == "QUIT":
                return self._say("221 bye")
            if verb in ("EHLO", "STAR") and self._secured(verb):
                continue
            if verb != "DATA":
                self._say("250 ok")
                continue
            if peer.refusing:
                self._say(f"{peer.refusing} not now")
                continue
            self._say("354 go on")
            body = b""
            while (part := self.rfile.readline()) != b".\r\n":
                body += part
            peer.taken.append((recipient, body))
            self._say("250 taken")
        return None

    def _secured(self, verb: str) -> bool:
        """Offer STARTTLS where the peer has a certificate, and go over to it when asked; say whether."""
        trust: ssl.SSLContext | None = self.server.trust  # type: ignore[attr-defined]
        if trust is None or isinstance(self.connection, ssl.SSLSocket):
            return False
        self._say("220 go on" if verb == "STAR" else "250-peer\r\n250 STARTTLS")
        if verb == "STAR":
            self.connection = trust.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def _running(server: BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mail_peer(settings: Any) -> Iterator[MailPeer]:
    """A mail server that the platform is told to send by."""
    settings.GONGXIN_EMAIL_FROM = "no-reply@credit.example"
    with _mail_server() as peer:
        settings.GONGXIN_EMAIL_URL = f"smtp://127.0.0.1:{peer.port}"
        yield peer


@pytest.fixture(params=["starttls", "smtps"])
def secure_mail_peer(request: pytest.FixtureRequest, settings: Any, certificate: Path) -> Iterator[MailPeer]:
    """The same with a certificate for `localhost`, spoken to in either way."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate)
    settings.GONGXIN_EMAIL_FROM = "no-reply@credit.example"
    with _mail_server(trust, at_once=request.param == "smtps") as peer:
        settings.GONGXIN_EMAIL_URL = f"{request.param}://localhost:{peer.port}"
        yield peer


@contextmanager
def _mail_server(trust: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[MailPeer]:
    server = ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
    if trust and at_once:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    peer = MailPeer(server.server_address[1])
    server.peer, server.trust = peer, trust  # type: ignore[attr-defined]
    with _running(server):
        yield peer


@dataclass
class WebhookPeer:
    """A receiver of webhooks; `answer` is the status it gives, with `location` where it is not empty."""

    url: str
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)  # path, headers, body
    answer: int = 204
    location: str = ""
    drips: bool = False  # a byte of the answer every tenth of a second


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        peer: WebhookPeer = self.server.peer  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["content-length"]))
        peer.calls.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        if peer.drips:
            return self._drip()
        self.send_response(peer.answer)
        if peer.location:
            self.send_header("location", peer.location)
        return self.end_headers()

    def _drip(self) -> None:
        with suppress(OSError):
            for byte in b"HTTP/1.1 204 " + b"x" * 1000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost` that is its own authority, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost")]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("webhook") / "both.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def webhook_peer(settings: Any, certificate: Path) -> Iterator[WebhookPeer]:
    """A receiver on this machine, which only the setting of the tests lets through."""
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate)
    server.socket = trust.wrap_socket(server.socket, server_side=True)
    peer = WebhookPeer(f"https://localhost:{server.server_port}/hook?for=birch")
    server.peer = peer  # type: ignore[attr-defined]
    settings.GONGXIN_WEBHOOK_TEST_CA = str(certificate)
    with _running(server):
        yield peer
