"""A real browser on a real server: the pages as people meet them."""

import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gongxin.web.shared.templatetags.wording import CHINESE

CHROMIUM = Path("/usr/bin/chromium")
VOID = {"meta", "link", "input", "br", "img", "hr"}
READ_ALOUD = ("alt", "title", "aria-label", "placeholder")
STANDARD = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The address of a server in this process; it reads whatever database the test points to."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(served: str, published: None) -> str:
    """The address of the small city's portal."""
    return served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh window, 1280 pixels wide, of a reader of Chinese."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def flaws() -> Callable[[Page], list[str]]:
    """Return what keeps somebody from using a page: breaches of WCAG 2.2 AA by axe, and scrolling sideways.

    Axe is put into the page: its window must have been opened with `bypass_csp`.
    """

    def look(page: Page) -> list[str]:
        found = Axe().run(page, options=STANDARD).response["violations"]
        wrong = [f"{page.url}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in found]
        overflow = page.evaluate(TOO_WIDE)
        return [*wrong, f"{page.url}: {overflow} pixels too wide"] if overflow > 0 else wrong

    return look


@pytest.fixture
def forgotten() -> Callable[[str], list[str]]:
    """Return the Chinese texts of an English page that do not say that they are Chinese."""

    def read(page: str) -> list[str]:
        reader = Reader()
        reader.feed(page)
        return reader.forgotten

    return read


class Reader(HTMLParser):
    """Collects Chinese text that is not marked as Chinese; the window's title may hold a name."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.forgotten: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if not self.is_marked(given.get("lang")):
            self.forgotten += [given[a] for a in READ_ALOUD if CHINESE.search(given.get(a) or "")]
        if tag not in VOID:
            self.open.append((tag, given.get("lang")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if CHINESE.search(text) and not self.is_marked() and "title" not in [tag for tag, _ in self.open]:
            self.forgotten.append(text.strip())

    def is_marked(self, own: str | None = None) -> bool:
        languages = [own, *(language for _, language in reversed(self.open))]
        return next((one for one in languages if one), "en").startswith("zh")
