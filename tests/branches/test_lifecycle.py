"""Founding, adjusting, abolishing: every state × every act × every person; what is refused changes nothing."""

from datetime import date
from itertools import product

import pytest

from branches import lifecycle
from branches.enums import Level, ProcedureKind, ProcedureState
from branches.models import Branch, Post, Procedure, Term
from branches.refusal import Refused
from xiaoyi_partybuild.access.models import Change

ON = date(2026, 11, 23)
DAYS = {"replied_on": date(2019, 4, 1), "elected_on": date(2019, 4, 20), "filed_on": date(2019, 5, 8)}
EARLIER = {
    ProcedureState.PROPOSED: (),
    ProcedureState.APPROVED: ("replied_on",),
    ProcedureState.DECLINED: ("replied_on",),
    ProcedureState.ELECTED: ("replied_on", "elected_on"),
    ProcedureState.FILED: ("replied_on", "filed_on"),
    ProcedureState.WITHDRAWN: (),
}
# The procedure hangs in the township; its superior is the city's committee.
OWN_SIDE = {"department", "township", "committee_secretary"}
ABOVE_SIDE = {"department", "committee_secretary"}
NOBODY = {"officer", "outsider", "leader", "admin_user", "stranger_secretary"}


@pytest.fixture
def committee(make, regions):
    return make.branch(name="综合党委", level=Level.COMMITTEE, region=regions["141181"])


@pytest.fixture
def cast(make, request, committee, regions, elsewhere):
    names = ("department", "township", "secretary", "officer", "outsider", "admin_user")
    people = {name: request.getfixturevalue(name) for name in names}
    people["committee_secretary"] = make.user("secretary", branch=committee, username="above")
    people["stranger_secretary"] = make.user("secretary", branch=make.branch(region=elsewhere), username="stranger")
    people["leader"] = make.user("leader", region=regions["141181"], username="leader")
    return people


def begun(make, kind, state, branch, committee, home):
    """A procedure in that state, as earlier acts left it."""
    given = {name: DAYS[name] for name in EARLIER[state]}
    given |= {"branch": branch, "grounds": "单位合并"} if kind != ProcedureKind.ESTABLISH else {}
    if kind == ProcedureKind.ESTABLISH and state in (ProcedureState.APPROVED, ProcedureState.ELECTED, ProcedureState.FILED):
        given["branch"] = make.branch(region=home, superior=committee)
    return make.procedure(kind=kind, state=state, superior=committee, region=home, **given)


def may(act, kind, person):
    if person in NOBODY:
        return False
    if act.side == lifecycle.ABOVE:
        return person in ABOVE_SIDE
    return person in OWN_SIDE or (person == "secretary" and kind != ProcedureKind.ESTABLISH)


def do(procedure, key, person):
    act = next(act for act in lifecycle.ACTS if act.key == key)
    values = ({act.day: DAYS[act.day]} if act.day else {}) | ({"elected_secretary": "赵新民"} if key == "elect" else {})
    return lifecycle.perform(procedure, key, values, by=person, on=ON)


@pytest.mark.parametrize(("kind", "state"), list(product(ProcedureKind, ProcedureState)))
def test_every_state_every_act_every_person(make, branch, committee, home, cast, kind, state):
    """What the table allows happens and is journaled; all else is refused and changes nothing."""
    branch.superior = committee
    make.saved(branch)
    for (name, person), key in product(cast.items(), dict.fromkeys(act.key for act in lifecycle.ACTS)):
        procedure = begun(make, kind, state, branch, committee, home)
        act = next((act for act in lifecycle.ACTS if act.key == key and state in act.start and kind in act.kinds), None)
        before = Change.objects.count()
        if act and may(act, kind, name):
            assert do(procedure, key, person).state == act.end, (name, key)
            assert Change.objects.count() > before
            Branch.objects.filter(pk=branch.pk).update(end=None, name=branch.name)
        else:
            with pytest.raises(Refused):
                do(procedure, key, person)
            assert Procedure.objects.get(pk=procedure.pk).state == state
            assert Change.objects.count() == before, (name, key)


@pytest.mark.parametrize("kind", ProcedureKind)
def test_the_page_offers_what_the_table_allows(make, branch, committee, home, cast, kind):
    procedure = begun(make, kind, ProcedureState.PROPOSED, branch, committee, home)
    for name, person in cast.items():
        offered = {act.key for act in lifecycle.possible(procedure, person)}
        allowed = {act.key for act in lifecycle.ACTS if ProcedureState.PROPOSED in act.start and may(act, kind, name)}
        assert offered == allowed, name


def test_the_reply_founds_the_branch_and_the_election_begins_its_term(make, committee, home, department):
    procedure = make.procedure(name="新党支部", superior=committee, region=home)
    for key in ("approve", "elect", "file"):
        procedure = do(procedure, key, department)
    branch = Branch.objects.get(name="新党支部")
    assert (branch.start, branch.superior, procedure.branch) == ("2019-04-01", committee, branch)
    assert Term.objects.get(branch=branch).due == "2022-04-20"
    assert Post.objects.get(branch=branch).name == "赵新民"
    assert procedure.state == ProcedureState.FILED


def test_an_adjustment_changes_the_branch(make, branch, department):
    procedure = make.procedure(
        kind=ProcedureKind.ADJUST, branch=branch, name="新名党支部", grounds="单位更名", level=Level.JOINT
    )
    do(procedure, "approve", department)
    branch.refresh_from_db()
    assert (branch.name, branch.level) == ("新名党支部", Level.JOINT)


def test_no_branch_ends_while_members_are_in_it(make, branch, department):
    member = make.member(home_branch=branch)
    post = make.post(branch=branch)
    procedure = make.procedure(kind=ProcedureKind.ABOLISH, branch=branch, name=branch.name, grounds="单位注销")
    with pytest.raises(Refused, match="还有 1 名党员"):
        do(procedure, "approve", department)
    member.status, member.left_on = "transferred", "2019-03-20"
    make.saved(member)
    do(procedure, "approve", department)
    branch.refresh_from_db()
    post.refresh_from_db()
    assert (branch.end, post.end) == ("2019-04-01", "2019-04-01")


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 12, 1), "还没有到"), (date(2019, 2, 1), "早于上一步的日期 2019-03-01"), (None, "没有填写日期")],
)
def test_an_impossible_day_is_refused(make, department, day, said):
    with pytest.raises(Refused, match=said):
        lifecycle.perform(make.procedure(), "approve", {"replied_on": day}, by=department, on=ON)


def test_a_name_that_exists_is_refused_with_the_way_out(make, branch, department):
    with pytest.raises(Refused, match="已经有名为“绵羊协会党支部”的党组织，请退回改名"):
        do(make.procedure(name=branch.name), "approve", department)


def test_of_two_at_once_the_second_is_told(make, department):
    procedure = make.procedure()
    do(procedure, "approve", department)
    with pytest.raises(Refused, match="现在是“已批复”"):
        do(procedure, "approve", department)
