"""What went wrong is said in Chinese with its number: on a page to people, as JSON to programs."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError

from xiaoyi_partybuild.access.limits import TooMany

FAULTS = (
    (SuspiciousOperation("x"), 400, "请求不正确"),
    (RequestDataTooBig("x"), 413, "内容太大"),
    (TooMany(40), 429, "请过 40 秒再试"),
    (RuntimeError("secret"), 500, "系统出错"),
    (OperationalError("secret"), 503, "暂时不能用"),
)


@pytest.fixture
def failing(client_of, department, monkeypatch):
    """The answer of a page whose view raises."""

    def ask(error):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr("xiaoyi_partybuild.registers.register.readable", fail)
        client = client_of(department)
        client.raise_request_exception = False
        return client.get("/import/forms/")

    return ask


@pytest.mark.parametrize(("error", "status", "said"), FAULTS, ids=lambda value: str(value))
def test_each_fault_has_its_page_with_a_number(failing, error, status, said):
    answer = failing(error)
    text = answer.content.decode()
    assert answer.status_code == status
    assert said in text
    assert "编号 " in text
    assert "secret" not in text
    assert ("Retry-After" in answer.headers) == (status in (429, 503))
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_program_is_answered_in_json(client_of, department):
    answer = client_of(department).get("/api/v1/nothing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert set(answer.json()) == {"detail", "number"}
