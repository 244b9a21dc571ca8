"""Invented people are well-formed, belong to nobody, and stay who they are."""

import pytest

from orgs import credit_code
from xiaoyi_partybuild.demo.story import gaps, people, world
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check


@pytest.fixture(scope="module")
def story():
    return world.tell()


def test_identity_numbers_are_well_formed_invented_and_each_ones_own(story):
    numbers = [member.id_number for organization in story.organizations for member in organization.members]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert number[-1] == id_number_check(number[:-1])
        assert int(number[14:17]) >= people.FIRST_INVENTED_SERIAL


def test_credit_codes_are_valid_but_for_the_one_that_is_mistyped(story):
    wrong = {each.name for each in story.organizations if each.credit_code and not credit_code.is_valid(each.credit_code)}
    assert wrong == gaps.MISTYPED_CREDIT_CODE


def test_nobody_joined_before_being_eighteen(story):
    for organization in story.organizations:
        for member in organization.members:
            assert int(member.joined[:4]) - int(member.born[:4]) >= 18


def test_the_story_is_told_the_same_way_every_time(story):
    assert world.tell() == story
