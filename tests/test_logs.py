"""Every request and every fault is one line with a number, found on the error page too; nothing a person typed is in it."""

import json
import logging

import pytest
from django.test import Client

from xiaoyi_partybuild import logs

CANARY = "14118119800101001X"


@pytest.fixture
def lines():
    """What the log would write, as it would write it."""
    found = []

    class Keep(logging.Handler):
        def emit(self, record):
            found.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(logs.JsonFormatter())
    root, requests = logging.getLogger(), logging.getLogger("xiaoyi_partybuild.requests")
    level = requests.level
    root.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield found
    requests.setLevel(level)
    root.removeHandler(handler)


def test_a_request_is_one_line_with_its_page_and_person(lines, client_of, department):
    client_of(department).get(f"/organizations/?q={CANARY}")
    (line,) = [one for one in lines if one["event"] == "request"]
    assert (line["page"], line["status"], line["person"]) == ("orgs:list", 200, department.pk)
    assert CANARY not in json.dumps(lines)


def test_a_fault_has_the_number_of_the_error_page_and_quotes_nobody(lines, client_of, department, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError(CANARY)

    monkeypatch.setattr("xiaoyi_partybuild.dashboard.page.build", fail)
    client = client_of(department)
    client.raise_request_exception = False
    answer = client.get("/", headers={"x-note": CANARY})
    assert answer.status_code == 500
    number = answer.content.decode().split("编号 ")[1][:8]
    (line,) = [one for one in lines if "fault" in one]
    assert (line["number"], line["fault"]) == (number, "builtins.RuntimeError")
    assert any("dashboard/views.py" in frame for frame in line["frames"])
    assert CANARY not in json.dumps(lines)


@pytest.mark.parametrize("address", ["/nothing/", "/rights/"])
def test_every_error_page_shows_a_number(client_of, department, address):
    assert "编号 " in client_of(department).get(address).content.decode()


def test_a_line_break_in_a_user_name_makes_no_second_line(lines, db):
    Client().post("/login/", {"username": "a\r\n{}", "password": "x"})
    assert [line["event"] for line in lines if line["logger"].endswith("requests")] == ["request"]
