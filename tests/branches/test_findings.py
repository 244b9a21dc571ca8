"""What asks to be done: each finding appears by its rule, for whoever can close it, and goes when the facts change."""

from datetime import date

import pytest

from branches import findings
from branches.enums import MemberCategory, Mode, PostTitle

ON = date(2026, 11, 23)
RECEIVED = {"state": "received", "closed_on": date(2026, 11, 22)}


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


def people(make, branch, number, **given):
    return [make.member(home_branch=branch, **given) for _ in range(number)]


def probationary(make, branch, joined, **given):
    return make.member(home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on=joined, **given)


def led(make, branch):
    """The branch has a superior, and is not vacant."""
    make.post(branch=branch)
    return branch


def on_its_way(make, branch, sent_on):
    there = make.branch(region=branch.region)
    return make.transfer(
        member=make.member(home_branch=there), from_branch=there, to_branch=branch, to_name="", sent_on=sent_on
    )


def away(make, branch, kind, start):
    return make.absence(member=make.member(home_branch=branch, file_at="other"), kind=kind, start=start)


def activist(make, branch, **given):
    days = {"talked_on": "2025-01-10", "activist_on": "2025-05-01"}
    return make.candidate(branch=branch, applied_on="2025-01-01", **(days | given))


def admitted(make, branch):
    return activist(make, branch, target_on="2026-06-01", admitted_on="2026-07-01")


def owing(make, branch):
    organization = make.organization(region=branch.region)
    return make.headcount(organization=organization, on=date(2026, 1, 1), members_all=3)


def joined(make, branch):
    make.post(branch=branch)
    headcount = owing(make, branch)
    make.coverage(branch=branch, organization=headcount.organization, mode=Mode.JOINT)
    return headcount


# key → (what makes it appear and returns the row, whether the branch itself closes it, what of the row closes it)
CASES = {
    "overdue": (lambda m, b: overdue(m, b), True, {"extended_until": "2027-12-31"}),
    "vacant": (
        lambda m, b: m.coverage(branch=b, organization=m.organization(region=b.region)),
        False,
        {"end": "2026-01-01"},
    ),
    "owing": (owing, False, {"members_all": 2}),
    "probation_over": (
        lambda m, b: probationary(m, b, "2025-11-23"),
        True,
        {"category": "full", "full_since": "2026-11-23"},
    ),
    "to_receive": (lambda m, b: on_its_way(m, b, date(2026, 11, 20)), True, RECEIVED),
    "to_reply": (lambda m, b: m.procedure(region=b.region), False, {"state": "withdrawn"}),
    "to_approve": (admitted, False, {"approved_on": "2026-08-01"}),
    "lost": (lambda m, b: away(m, b, "lost", "2026-05-23"), True, {"end": "2026-11-01"}),
    "due_urgent": (lambda m, b: m.term(branch=led(m, b), due="2027-01-23"), True, {"due": "2027-09-01"}),
    "probation_ends": (lambda m, b: probationary(m, b, "2025-12-23"), True, {"probation_until": "2027-10-01"}),
    "talk_due": (lambda m, b: m.candidate(branch=b, applied_on="2026-10-23"), True, {"talked_on": "2026-11-22"}),
    "review_due": (activist, True, {"stopped_on": "2026-11-22"}),
    "not_received": (lambda m, b: sent_away(m, b), True, RECEIVED),
    "owes": (
        lambda m, b: m.arrears(member=m.member(home_branch=b, file_at="other")),
        True,
        {"settled_on": date(2026, 11, 1)},
    ),
    "floating": (lambda m, b: away(m, b, "floating", "2026-05-23"), True, {"end": "2026-11-01"}),
    "no_committee": (lambda m, b: people(m, led(m, b), 7)[0], True, {"status": "deceased", "left_on": "2026-01-01"}),
    "large_joint": (lambda m, b: sixth(m, b), False, {"end": "2026-01-01"}),
    "too_many": (lambda m, b: fiftyfirst(m, b), False, {"status": "deceased", "left_on": "2026-01-01"}),
    "too_few": (lambda m, b: people(m, b, 2)[0], False, {"file_at": "other"}),
    "joint_to_sole": (joined, False, {"members_all": 2}),
    "due_soon": (lambda m, b: m.term(branch=led(m, b), due="2027-05-23"), True, {"due": "2027-05-24"}),
}


def sent_away(make, branch):
    member = make.member(home_branch=branch, file_at="other")
    return make.transfer(member=member, from_branch=branch, sent_on=date(2026, 10, 24))


def sixth(make, branch):
    make.post(branch=branch)
    branch.level = "joint"
    make.saved(branch)
    units = [make.organization(region=branch.region) for _ in range(6)]
    return [make.coverage(branch=branch, organization=unit, mode=Mode.JOINT) for unit in units][-1]


def fiftyfirst(make, branch):
    make.post(branch=branch, title=PostTitle.PUBLICITY)
    return people(make, branch, 51)[-1]


@pytest.mark.parametrize("key", CASES)
def test_a_finding_appears_by_its_rule_to_its_closer_and_goes_when_the_facts_change(make, branch, secretary, township, key):
    arrange, is_own, change = CASES[key]
    row = arrange(make, branch)
    closer, other = (secretary, township) if is_own else (township, secretary)
    assert key in keys(closer)
    assert key not in keys(other)
    for name, value in change.items():
        setattr(row, name, value)
    make.saved(row)
    if key == "too_few":
        type(row).objects.update(file_at="other")
    assert key not in keys(closer)


def test_every_finding_is_tried():
    assert set(CASES) == set(findings.BY_KEY)


@pytest.mark.parametrize("person", ["officer", "outsider", "admin_user"])
def test_who_may_not_edit_has_no_queue(make, branch, request, person):
    overdue(make, branch)
    assert keys(request.getfixturevalue(person)) == []


def test_the_queue_asks_as_often_for_many_as_for_few(make, home, department, same_queries):
    def add_row():
        make.coverage(branch=make.branch(region=home), organization=make.organization(region=home))

    same_queries(lambda: keys(department), add_row)
