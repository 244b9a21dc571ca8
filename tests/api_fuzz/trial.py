"""Puts the questions of one operation to the site, each inside a transaction that is taken back."""

import json
from collections import Counter
from contextlib import contextmanager
from time import process_time

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.api_fuzz.questions import declared, questions

MOST_SECONDS = 2  # of computing: the machine may be busy with other things
ONCE = (Phase.generate,)
QUIET = {"suppress_health_check": list(HealthCheck), "database": None, "deadline": None}


def tried(operation, site, *, cases, number, phases=(Phase.generate, Phase.shrink)):
    """Counter of statuses; raises AssertionError, with the smallest such question, when an answer must not be."""
    statuses, allowed = Counter(), declared(operation)

    @seed(number)
    @settings(max_examples=cases, phases=phases, **QUIET)
    @given(question=questions(operation, site))
    def ask(question):
        status = answered(site, question, allowed)
        statuses[status] += 1

    ask()
    return statuses


@contextmanager
def taken_back():
    """As in Django's own tests, so that what wants to be outside any transaction may be told."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def answered(site, question, allowed):
    began = process_time()
    with taken_back():
        answer = site.clients[question.person].generic(
            question.method,
            question.address,
            data=question.body or b"",
            content_type=question.content_type if question.body is not None else "",
            headers={"accept": question.accept},
        )
    assert answer.status_code in allowed, f"{question}: {answer.status_code} {answer.content.decode()[:300]}"
    assert process_time() - began < MOST_SECONDS
    if answer.content:
        json.loads(answer.content)
    return answer.status_code
