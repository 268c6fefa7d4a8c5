"""A line for each request, without what was looked for."""

import io
import json
import logging

import pytest

from gongxin.web.shared.log_line import JsonLines, without_rows

NAME, CODE = "琥珀食品", "91310000MA0000015F"


@pytest.fixture
def lines(settings):
    """What the request log writes, as the handler of the settings formats it."""
    settings.GONGXIN_LOG_REQUESTS = True
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("gongxin.request")
    log.addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    log.removeHandler(handler)


@pytest.mark.parametrize(
    ("address", "route", "status"),
    [
        (f"/api/v1/organisations?q={NAME}", "api/v1/organisations", 200),
        (f"/api/v1/organisations/{CODE}", "api/v1/organisations/<uscc>", 404),
        (f"/search/?q={NAME}", "search/", 200),
        (f"/no/such/{CODE}", "", 404),
    ],
)
def test_a_line_names_the_route_and_nothing_that_was_looked_for(client, db, lines, address, route, status):
    answer = client.get(address, HTTP_X_REQUEST_ID="number-one")
    (line,) = lines()

    assert (line["route"], line["status"], line["method"]) == (route, status, "GET")
    assert line["request"] == answer.headers["X-Request-Id"] == "number-one"
    assert NAME not in json.dumps(line, ensure_ascii=False)
    assert CODE not in json.dumps(line)
    assert "ip" not in line


def test_a_fault_is_written_down_without_the_row_that_postgresql_quotes():
    said = 'duplicate key value violates "x"\n'
    text = f"{said}DETAIL:  Key (name)=(琥珀食品) exists.\nCONTEXT:  COPY entry, line 1"

    assert without_rows(text) == said


def test_a_record_of_any_logger_becomes_one_line_of_json():
    try:
        raise ValueError(f"broken\nDETAIL:  Failing row contains ({NAME}).")
    except ValueError as fault:
        raised = (type(fault), fault, fault.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "said at %s", (f"/search/?q={NAME}",), raised)
    text = JsonLines().format(record)

    assert "\n" not in text
    assert json.loads(text)["said"] == "said at /search/"
    assert NAME not in text
    assert "ValueError: broken" in json.loads(text)["fault"]
