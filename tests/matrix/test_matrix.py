"""A seeded sample of the matrix: every address opened by somebody who may, others drawn by lot; and probes past it."""

import pytest

from . import probes, sampling, walk

pytestmark = pytest.mark.django_db

REFUSED = frozenset({400, 403, 404, 409, 422, 200})


def test_a_sample_of_all_requests_is_answered_as_it_must_be(walker):
    findings = walker.run(sampling.drawn(walk.cases(walker.county)))
    assert not findings.complaints, "\n".join(findings.complaints)
    assert findings.by_verdict[walk.OPENED] > 150


def faults(probed, right):
    return [" ".join(map(str, told)) for told in probed if not right(*told)]


def test_a_foreign_link_in_a_body_is_refused(walker):
    tried = [*probes.foreign_links_over_the_api(walker), *probes.foreign_links_in_maintenance(walker)]
    assert len(tried) > 80
    assert faults(tried, lambda what, status, written: status in REFUSED and not written) == []


def test_what_a_record_does_not_list_is_not_taken(walker):
    tried = list(probes.unlisted_fields_over_the_api(walker))
    assert len(tried) > 20
    assert faults(tried, lambda what, status, written: status == 400 and not written) == []


def test_a_foreign_object_answers_as_one_that_is_not_there(walker):
    told = probes.foreign_and_absent(walker)
    assert len(told) > 30
    assert [address for address, ways in told.items() if ways > 1] == []


def test_nobody_guesses_by_filters(walker):
    assert faults(probes.undeclared_filters(walker), lambda what, status: status == 400) == []
    assert faults(probes.guessed_links(walker), lambda what, foreign, absent: foreign == absent) == []


def test_no_unsafe_request_is_taken_without_its_token(walker):
    tried = list(probes.forged(walker))
    assert len(tried) > 150
    assert faults(tried, lambda what, status: status == 403) == []
