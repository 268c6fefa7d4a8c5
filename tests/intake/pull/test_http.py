"""A file over HTTP, from a server that may do anything."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from gongxin.intake.pull.failure import NothingThere, PullFailed
from gongxin.intake.pull.http import fetch, origin_of
from gongxin.intake.pull.reach import Reach, hosts_and_networks

ROWS = b"name,code\nx,1\n"


class Source(BaseHTTPRequestHandler):
    answers: ClassVar = {
        "/rows.csv": (200, {"Content-Type": "text/csv"}, ROWS),
        "/plain": (200, {"Content-Type": "text/csv; charset=utf-8"}, ROWS),
        "/rows": (200, {"Content-Type": "application/json"}, '[{"名称": "甲", "n": 1.50}]'.encode()),
        "/odd.json": (200, {}, b'{"a": 1}'),
        "/broken.json": (200, {}, b"[" * 3000),
        "/none.json": (200, {}, b"[]"),
        "/page": (200, {"Content-Type": "text/html"}, b"<html>"),
        "/nothing": (204, {}, b""),
        "/large.csv": (200, {}, b"x" * 5000),
        "/gone.csv": (404, {}, b""),
        "/squeezed.csv": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
        "/moved": (302, {"Location": "/rows.csv"}, b""),
        "/inside": (302, {"Location": "http://127.0.0.1:1/latest/meta-data/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/..%2f..%2fetc%2fpasswd.csv": (200, {}, ROWS),
    }
    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self):
        self.asked.append((self.path, self.headers.get("Authorization")))
        status, headers, body = self.answers[self.path]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def source():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def got(source, tmp_path):
    hosts, networks = hosts_and_networks("127.0.0.1")
    return lambda path, secret="": fetch(source + path, secret, Reach(hosts, networks, (), 4000), tmp_path)


@pytest.mark.parametrize("path", ["/rows.csv", "/plain", "/moved"])
def test_a_table_is_fetched_as_it_is(got, path):
    fetched = got(path)

    assert fetched.path.read_bytes() == ROWS
    assert fetched.path.suffix == ".csv"


def test_a_json_array_becomes_json_lines_and_its_numbers_stay_as_written(got):
    fetched = got("/rows")

    assert fetched.path.read_text("utf-8") == '{"名称": "甲", "n": "1.50"}\n'
    assert fetched.file_name == "rows.jsonl"


@pytest.mark.parametrize("path", ["/nothing", "/none.json"])
def test_nothing_there_is_no_failure(got, path):
    with pytest.raises(NothingThere):
        got(path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/odd.json", "数组"),
        ("/broken.json", "JSON"),
        ("/page", "text/html"),
        ("/large.csv", "超过"),
        ("/gone.csv", "404"),
        ("/squeezed.csv", "200"),
        ("/inside", "跳转"),
        ("/file", "http"),
        ("/round", "次数"),
    ],
)
def test_whatever_else_comes_is_refused_in_words_and_leaves_no_file(got, tmp_path, path, why):
    with pytest.raises(PullFailed, match=why):
        got(path)
    assert [one for one in tmp_path.iterdir() if one.name != "fetched.json"] == []


def test_the_name_of_a_file_holds_no_folder(got, tmp_path):
    assert "/" not in got("/..%2f..%2fetc%2fpasswd.csv").file_name
    assert (tmp_path / "fetched.csv").exists()


def test_a_secret_is_not_sent_in_the_clear(got):
    Source.asked.clear()

    with pytest.raises(PullFailed, match="https"):
        got("/rows.csv", "Bearer x")
    assert Source.asked == []


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://data.example/x", "gopher://x", "//data.example", "data.example/x", ""),
        *("http://user:word@data.example/", "http://data.example/a b", "http://data.example:99999/"),
        "http://data.example/\r\nHost: other",
    ],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(PullFailed, match="地址"):
        origin_of(url)


def test_a_host_that_is_not_there_is_said_to_be_so(tmp_path):
    hosts, networks = hosts_and_networks("127.0.0.1")

    with pytest.raises(PullFailed, match="没有正常应答"):
        fetch("http://127.0.0.1:1/rows.csv", "", Reach(hosts, networks, (), 4000), tmp_path)
