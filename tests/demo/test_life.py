"""What the demo tells beyond workbooks: told once, giving each kind of person something to do, leaving 2019 as it was."""

import pytest

from branches import findings
from branches.models import Branch, Candidate, DuesCheck, Procedure, Quota, Transfer
from tests import factories
from tests.demo.conftest import END_OF_2019, TODAY
from tests.demo.test_story import figures
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.demo import life

pytestmark = pytest.mark.usefixtures("story")


def counts():
    return [model.objects.count() for model in (Quota, Transfer, DuesCheck, Procedure, Candidate)]


def test_it_is_told_once_and_leaves_2019_as_it_was(story):
    before = figures(END_OF_2019)
    life.tell(by=story.importer, on=TODAY)
    first = counts()
    assert all(first)
    life.tell(by=story.importer, on=TODAY)
    assert counts() == first
    assert figures(END_OF_2019) == before


def test_secretary_and_office_each_have_something_to_do(story):
    life.tell(by=story.importer, on=TODAY)
    secretary = factories.user(Role.SECRETARY, branch=Branch.objects.get(name=life.CHAMBER), username="chamber")
    own = {item.finding.key for item in findings.queue_for(secretary, on=TODAY)}
    office = {item.finding.key for item in findings.queue_for(story.importer, on=TODAY)}
    assert {"to_receive", "talk_due", "owes"} <= own
    assert {"to_reply", "to_approve", "owing"} <= office
    assert not own & office
