"""A file over HTTP: one listed host, one address, bounded in size and time, no way round by redirects."""

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from gongxin.intake.pull.failure import NothingThere, PullFailed
from gongxin.intake.pull.fetched import SUFFIXES, Fetched, write_down
from gongxin.intake.pull.reach import Reach, address_of

CHUNK = 1 << 16
QUIET_SECONDS = 30  # without a byte
LONGEST_SECONDS = 900
REDIRECTS = 3
JSON_BYTES = 64 << 20  # a JSON array is read whole
NOTHING = (204, 304)
MOVED = (301, 302, 303, 307, 308)
KINDS = {
    "text/csv": ".csv",
    "text/plain": ".csv",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: a redirect stays within."""

    is_tls: bool
    host: str
    port: int


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked; the name is only said."""

    def __init__(self, origin: Origin, address: str) -> None:
        super().__init__(origin.host, origin.port, timeout=QUIET_SECONDS)
        self._origin, self._address = origin, address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self._origin.host)
            if self._origin.is_tls
            else plain
        )


def origin_of(url: str) -> Origin:
    """Return where an address leads.

    Raises:
        PullFailed: it is no plain http or https address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise _odd_address() from error
    is_plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.username or parts.password)
    if not is_plain or not url.isascii() or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise _odd_address()
    return Origin(parts.scheme == "https", str(parts.hostname), port)


def _odd_address() -> PullFailed:
    return PullFailed(
        "地址应为 http:// 或 https:// 开头，不含账号口令和空格；口令请放在环境变量中。",
        "Write an http:// or https:// address without account, password or blanks; secrets go into the "
        "environment.",
    )


def fetch(url: str, secret: str, reach: Reach, into: Path) -> Fetched:
    """Return the file at an address; `secret` is sent as Authorization, over https only.

    Raises:
        PullFailed: the host is not allowed, does not answer in time, refuses, or gives no file.
        NothingThere: the source says that it has nothing.
    """
    first = origin_of(url)
    if secret and not first.is_tls:
        raise PullFailed("口令只能经 https 发送。", "A secret is sent over https only.")
    address, ends = address_of(first.host, first.port, reach), time.monotonic() + LONGEST_SECONDS
    for _ in range(REDIRECTS + 1):
        connection = _Pinned(first, address)
        try:
            answer = _asked(connection, urlsplit(url), secret)
            if answer.status in MOVED:
                url = _moved(url, first, answer.getheader("Location") or "")
                continue
            return _taken(answer, url, into, reach.most_bytes, ends)
        except (OSError, http.client.HTTPException) as error:
            raise PullFailed(
                f"{first.host} 没有正常应答（{type(error).__name__}）。请稍后再试或联系对方。",
                f"{first.host} did not answer properly ({type(error).__name__}); try later.",
            ) from error
        finally:
            connection.close()
    raise PullFailed("跳转次数过多。", "Too many redirects.")


def _asked(connection: _Pinned, parts: SplitResult, secret: str) -> http.client.HTTPResponse:
    headers = {"Accept-Encoding": "identity", "User-Agent": "gongxin"}
    if secret:
        headers["Authorization"] = secret
    connection.request(
        "GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=headers
    )
    return connection.getresponse()


def _moved(url: str, first: Origin, location: str) -> str:
    target = urljoin(url, location)
    if origin_of(target) != first:
        raise PullFailed(
            "对方要求跳转到别的主机，没有跟随。", "The source redirects to another host; not followed."
        )
    return target


def _taken(answer: http.client.HTTPResponse, url: str, into: Path, most_bytes: int, ends: float) -> Fetched:
    if answer.status in NOTHING:
        raise NothingThere
    if answer.status != http.client.OK or answer.getheader("Content-Encoding", "identity") != "identity":
        raise PullFailed(f"对方应答 {answer.status}。", f"The source answered {answer.status}.")
    name = unquote(urlsplit(url).path.rpartition("/")[2])[:100]
    kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    suffix = Path(name).suffix.lower()
    suffix = suffix if suffix in (*SUFFIXES, ".json") else KINDS.get(kind, "")
    if not suffix:
        raise PullFailed(
            f"应答不是可以报送的文件（{kind[:60] or '未说明类型'}）。",
            f"The answer is no file that can be sent in ({kind[:60] or 'no type'}).",
        )
    path = into / f"fetched{suffix}"
    digest = write_down(
        _chunks(answer, ends),
        path,
        most_bytes=min(most_bytes, JSON_BYTES) if suffix == ".json" else most_bytes,
    )
    if suffix == ".json":
        path = _lines(path)
    return Fetched(path, f"{Path(name).stem or 'rows'}{path.suffix}", digest)


def _chunks(answer: http.client.HTTPResponse, ends: float) -> Iterator[bytes]:
    while chunk := answer.read(CHUNK):
        if time.monotonic() > ends:
            raise PullFailed("对方发送过慢，没有收下。", "The source sends too slowly; nothing was taken.")
        yield chunk


def _lines(path: Path) -> Path:
    """Write a JSON array of objects as JSON Lines."""
    try:
        rows = json.loads(path.read_text("utf-8-sig"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise PullFailed("应答不是有效的 JSON。", "The answer is not valid JSON.") from error
    path.unlink()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PullFailed("JSON 应为对象的数组。", "The JSON should be an array of objects.")
    if not rows:
        raise NothingThere
    lines = path.with_suffix(".jsonl")
    with lines.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return lines
