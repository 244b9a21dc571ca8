"""The API answers so many questions a minute and person, then says when to come back; a body too large is not read."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from xiaoyi_partybuild import settings as real
from xiaoyi_partybuild.access import limits, throttling
from xiaoyi_partybuild.access.api import ScopedViewSet

ADDRESS = "/api/v1/regions/"


@pytest.fixture
def throttled(monkeypatch, settings):
    monkeypatch.setattr(ScopedViewSet, "throttle_classes", [throttling.PerPerson])
    monkeypatch.setattr(throttling, "_held", {})
    settings.API_PER_MINUTE = 40


def test_the_site_itself_is_throttled():
    assert real.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] == ["xiaoyi_partybuild.access.throttling.PerPerson"]
    assert real.API_PER_MINUTE % throttling.BLOCK == 0


def test_what_is_above_the_limit_of_a_minute_is_refused_until_it_is_over(
    throttled, client_of, outsider, department, monkeypatch
):
    client = client_of(outsider)
    answers = [client.get(ADDRESS) for _ in range(42)]
    assert [answer.status_code for answer in answers] == [200] * 40 + [429] * 2
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert client_of(department).get(ADDRESS).status_code == 200
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr("xiaoyi_partybuild.access.throttling.timezone.now", lambda: later)
    assert client.get(ADDRESS).status_code == 200


def test_several_processes_share_the_limit(throttled, client_of, outsider, monkeypatch):
    """Another process has a memory of its own and the same database."""
    client, passed = client_of(outsider), 0
    for _ in range(3):
        monkeypatch.setattr(throttling, "_held", {})
        passed += sum(client.get(ADDRESS).status_code == 200 for _ in range(30))
    assert passed <= 40


def test_the_eleventh_workbook_in_an_hour_is_refused(client_of, department):
    client = client_of(department)
    answers = [client.get("/organizations/organizations.xlsx") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3000
    assert "操作太频繁" in answers[-1].content.decode()


def test_a_refused_question_says_how_long_to_wait(db):
    now = timezone.now()
    for _ in range(2):
        limits.demand("x", limit=2, window=timedelta(minutes=1), now=now)
    with pytest.raises(limits.TooMany) as refused:
        limits.demand("x", limit=2, window=timedelta(minutes=1), now=now + timedelta(seconds=20.5))
    assert refused.value.seconds == 40


@pytest.mark.parametrize(
    ("address", "content_type", "over", "status"),
    [
        (ADDRESS, "application/json", 1, 413),
        (ADDRESS, "application/json", -100, 403),
        ("/login/", "application/x-www-form-urlencoded", 1, 413),
        ("/import/", "multipart/form-data; boundary=x", 20 * 2**20 + 1, 413),
    ],
)
def test_a_body_too_large_is_refused_by_its_length(client_of, outsider, address, content_type, over, status):
    """Without reading it: nothing but its announced length is sent."""
    answer = client_of(outsider).generic(
        "POST", address, b"", content_type=content_type, CONTENT_LENGTH=str(real.DATA_UPLOAD_MAX_MEMORY_SIZE + over)
    )
    assert answer.status_code == status
    if status == 413:
        assert "太大" in (json.loads(answer.content)["detail"] if address == ADDRESS else answer.content.decode())


@pytest.mark.parametrize("number", [1000, 1001])
def test_a_thousand_fields_are_taken_and_no_more(client, db, number):
    answer = client.post("/login/", {f"field{index}": "x" for index in range(number)})
    assert answer.status_code == (200 if number == 1000 else 400)


def test_more_files_than_any_form_has_are_refused(client_of, department):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = {f"file{number}": SimpleUploadedFile("a.xlsx", b"x") for number in range(11)}
    assert client_of(department).post("/import/", files).status_code == 400
