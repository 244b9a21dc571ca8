"""What models promise is kept in memory as the database would keep it."""

from datetime import date

import pytest
from django.db.models import Exists, F, Q

from branches.models import Branch, Member, Post
from orgs.models import Headcount, Organization, Region
from tests import factories
from xiaoyi_partybuild.access.scoping import EDIT, EVERYTHING, Kind, Reach
from xiaoyi_partybuild.registers import columns, known, promises, relations

CONDITIONS = [
    (Q(staff=None), True),
    (Q(staff__isnull=False), False),
    (Q(members_all=3), True),
    (Q(members_all__lte=F("probationary")), True),
    (Q(members_all__lt=3), False),
    (Q(members_all__gte=3) & Q(probationary__gt=9), False),
    (Q(members_all__gte=9) | Q(probationary__in=(4, 5)), True),
    (Q(members_all=3) ^ Q(probationary=4), False),
    (~Q(members_all=3), False),
    (Q(staff__lte=3), None),
    (Q(staff__lte=3) & Q(members_all=9), False),
    (Q(staff__lte=3) & Q(members_all=3), None),
    (Q(staff__lte=3) | Q(members_all=3), True),
    (Q(staff__lte=3) | Q(members_all=9), None),
    (Q(staff__lte=3) ^ Q(members_all=3), None),
    (~Q(staff__lte=3), None),
    (Q(members_all__contains=3), None),
    (Q(Exists(Region.objects.all())), None),
]


@pytest.mark.parametrize(("condition", "answer"), CONDITIONS)
def test_a_condition_has_sqls_three_answers(condition, answer):
    assert promises.holds(condition, Headcount(members_all=3, probationary=4)) is answer


@pytest.mark.parametrize(("full_time", "all_"), [(0, 0), (3, 3), (4, 3)])
def test_memory_and_database_agree_on_the_check_constraints(make, full_time, all_):
    row = Headcount(organization=make.organization(), on=date(2019, 12, 31), members_full_time=full_time, members_all=all_)
    in_memory = not promises.broken(row)
    with_database = all(_validates(constraint, row) for constraint in Headcount._meta.constraints)
    assert in_memory == with_database == (full_time <= all_)


def _validates(constraint, row):
    try:
        constraint.validate(Headcount, row)
    except Exception:
        return False
    return True


def test_what_a_new_row_cannot_do_without():
    assert [one.name for one in promises.lacking(Organization(name="甲"))] == ["type", "registered_on", "region"]
    assert [
        one.name for one in promises.lacking(Organization(name="甲", type="group", registered_on="2019", region_id=1))
    ] == []
    assert [one.name for one in promises.lacking(Member(name="甲", home_branch=Branch()))] == ["category"]


@pytest.mark.parametrize(
    ("model", "name", "value", "told"),
    [
        (Organization, "credit_code", "A" * 19, "有 19 个字，最多 18 个字"),
        (Organization, "type", "x", "“x”不在可选内容里"),
        (Headcount, "staff", 2**70, "大于允许的"),
        (Headcount, "staff", -1, "小于允许的 0"),
        (Headcount, "on", "2019", "日期"),
        (Organization, "registered_on", "不详", "不是能识别的日期"),
    ],
)
def test_a_value_that_does_not_fit_its_field_says_why(model, name, value, told):
    column = columns.Column()
    column.model_field = model._meta.get_field(name)
    value, wrong = promises.cleaned(column, value)
    assert value is None
    assert told in wrong


# --- reach in memory is reach in the database


@pytest.mark.parametrize("person", ["department", "township", "secretary", "outsider"])
def test_memory_and_database_agree_on_the_reach(request, make, home, elsewhere, abroad, person):
    user = request.getfixturevalue(person)
    rows = [make.meeting(branch=make.branch(region=place)) for place in (home, elsewhere, abroad)]
    rows += [make.member(home_branch=make.branch(region=place)) for place in (home, elsewhere, abroad)]
    if user.current_grants and user.current_grants[0].branch_id:
        rows += [make.meeting(branch=user.current_grants[0].branch), make.member(home_branch=user.current_grants[0].branch)]
    for row in rows:
        allowed = type(row).objects.editable_by(user).filter(pk=row.pk).exists()
        assert relations.admits(row, user.reach(EDIT, row.scope.kind)) is allowed


def test_who_reaches_everything_may_do_everything(make):
    assert relations.admits(Organization(), EVERYTHING)


def test_a_place_that_only_other_tables_know_is_no_place_in_memory(make):
    row = make.organization()
    assert relations.follow(row, "coverages__branch") is None
    assert relations.follow(row, "region__code") == factories.XIAOYI
    assert relations.follow(Branch(), "superior__region__code") is None
    assert not relations.admits(row, Reach(branches=frozenset({1})))


def test_the_relations_that_place_a_row_are_loaded_along():
    assert relations.scope_relations(Post) == ["branch", "branch__region"]
    assert relations.scope_relations(Region) == []
    assert Organization.scope.kind == Kind.BUSINESS


def test_sealed_fields_are_found_by_their_blind_index(make):
    person = make.member(id_number="11010519491231002X")
    part = type("Part", (), {"name": "member", "model": Member, "keys": (("id_number",),)})()
    stored = known.Known(part, lasts=False)
    (key,) = stored.keys
    stored.look_up(key, [{"id_number": "11010519491231002X"}, {"id_number": "other"}, {}])
    assert stored.by_key(key, {"id_number": "11010519491231002X"}) == {person.pk}
    assert stored.by_key(key, {"id_number": "other"}) == frozenset()
    assert stored.by_key(key, {}) is None


def test_unique_fields_and_their_sentences():
    assert dict(known.unique_promises(Branch)) == {("name",): "已有同名的党组织"}
    assert [names for names, _ in known.unique_promises(Region)] == [("code",)]
    assert [names for names, _ in known.unique_promises(Member)] == [("id_number",)]
