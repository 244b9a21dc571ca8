"""Sends what was made of one form, inside a transaction that is taken back; says what must never be and was."""

import re
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, note, seed, settings

from tests.api_fuzz.trial import taken_back
from tests.form_fuzz import answers
from xiaoyi_partybuild.access.models import Change

QUIET = {"suppress_health_check": list(HealthCheck), "database": None, "deadline": None}
ONCE = (Phase.generate,)
# Anything but a path or a question of this site.
LEADS_AWAY = re.compile(r"[^/?]|/[/\\]")


def tried(form, site, *, cases, number, statuses, phases=(Phase.generate, Phase.shrink)):
    """Counts statuses into a Counter; raises AssertionError for an answer that must not be."""

    @seed(number)
    @settings(max_examples=cases, phases=phases, **QUIET)
    @given(sent=answers.pairs(form.fields))
    def send(sent):
        note(f"{form.person} {form.method} {form.address}")
        statuses[answered(site.clients[form.person], form, sent)] += 1

    send()


def answered(client, form, sent):
    """The status; a fault raises by itself, as the client hands on what a view raises."""
    with taken_back():
        before = Change.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        answer = _sent(client, form, answers.encoded(sent))
        _check(answer)
        for change in Change.objects.filter(pk__gt=before).exclude(action=Change.Action.DELETE):
            _is_sound(change)
    return answer.status_code


def _sent(client, form, text):
    path = urlsplit(form.address)._replace(fragment="").geturl()
    if form.method == "get":
        return client.get(f"{path}{'&' if '?' in path else '?'}{text}")
    return client.generic("POST", path, text.encode(), content_type="application/x-www-form-urlencoded")


def _check(answer):
    assert answer.status_code < 500, answer.status_code
    where = answer.headers.get("Location", "/")
    assert LEADS_AWAY.match(where) is None, f"led away to {where!r}"
    assert b"\r" not in where.encode()
    assert b"\n" not in where.encode()


def _is_sound(change):
    row = apps.get_model(change.model)._base_manager.get(pk=change.object_pk)
    try:
        row.full_clean()
    except ValidationError as error:
        raise AssertionError(f"saved {change}: {error}") from error
