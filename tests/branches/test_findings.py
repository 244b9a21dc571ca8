"""What asks to be done: each finding appears by its rule, for whoever can close it, and goes when the facts change."""

from datetime import date

import pytest

from branches import findings

ON = date(2026, 11, 23)


def keys(user, on=ON):
    return [item.finding.key for item in findings.queue_for(user, on=on)]


def overdue(make, branch):
    make.post(branch=branch)
    return make.term(branch=branch, start="2023-01-01", due="2026-01-01")


def test_a_branch_finds_its_own_work_and_the_body_above_does_not(make, branch, secretary, department):
    overdue(make, branch)
    assert (keys(secretary), keys(department)) == (["overdue"], [])


def test_what_only_the_body_above_can_close_is_in_its_queue(make, branch, secretary, department, township):
    make.coverage(branch=branch, organization=make.organization(region=branch.region))
    assert (keys(secretary), keys(department), keys(township)) == ([], ["vacant"], ["vacant"])


def test_the_next_holder_of_the_post_finds_the_same_queue(make, branch, secretary):
    overdue(make, branch)
    successor = make.user("secretary", branch=branch, username="successor")
    assert keys(successor) == keys(secretary) == ["overdue"]


def test_an_approved_extension_takes_the_finding_away(make, branch, secretary):
    term = overdue(make, branch)
    term.extended_until = "2027-12-31"
    make.saved(term)
    assert keys(secretary) == []


def test_a_line_says_what_by_when_and_who(make, branch, secretary):
    overdue(make, branch)
    (item,) = findings.queue_for(secretary, on=ON)
    assert (item.detail, item.due, item.who, item.address) == ("逾期 326 天", "已过", "赵新民", f"/branches/{branch.pk}/")


@pytest.mark.parametrize("person", ["officer", "outsider", "admin_user"])
def test_who_may_not_edit_has_no_queue(make, branch, request, person):
    overdue(make, branch)
    assert keys(request.getfixturevalue(person)) == []


def test_the_queue_asks_as_often_for_many_as_for_few(make, home, department, same_queries):
    def add_row():
        make.coverage(branch=make.branch(region=home), organization=make.organization(region=home))

    same_queries(lambda: keys(department), add_row)
