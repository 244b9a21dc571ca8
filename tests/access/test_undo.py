"""An undo asks about what was changed since, about nothing else, and leaves nothing out without saying so."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from orgs.enums import Status
from orgs.models import Headcount, Organization
from xiaoyi_partybuild.access import questions, writing
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.access.questions import KEEP, OTHERS, RESTORE
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import AlreadyUndone, Conflict, survey, undo

LABEL = "orgs.organization"


@pytest.fixture
def edit(department):
    """Write some fields of a row, as that person; returns the Batch."""

    def write(row, *, by=department, **fields):
        row = type(row).objects.get(pk=row.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        return writing.save_all([row], by=by, title="改资料")

    return write


@pytest.fixture
def create(department, home):
    def write(*names):
        rows = [Organization(name=name, type="group", registered_on="2020-01-01", region=home) for name in names]
        return rows, writing.save_all(rows, by=department, title="新增")

    return write


def stored(row, *names):
    return Organization.objects.values_list(*names).get(pk=row.pk)


def told(batch):
    return [(one.column, one.before, one.wrote, one.now) for one in survey(batch).questions]


def test_a_cell_changed_since_is_asked_about_with_its_three_values_and_whose_work_it_is(make, edit, township, home):
    row = make.organization(name="一", legal_representative="甲", region=home)
    batch = edit(row, name="二", legal_representative="乙", address="新住所")
    edit(row, legal_representative="丙", by=township)
    assert told(batch) == [("legal_representative", "甲", "乙", "丙")]
    assert survey(batch).questions[0].later.batch.by == township


@pytest.mark.parametrize(("answer", "name"), [(KEEP, "丙"), (RESTORE, "甲"), (None, "丙")])
def test_the_answer_decides_about_the_cell_and_the_others_are_restored(make, edit, department, answer, name):
    row = make.organization(name="一", legal_representative="甲")
    batch = edit(row, name="二", legal_representative="乙")
    edit(row, legal_representative="丙")
    (question,) = survey(batch).questions
    undo(batch, by=department, decisions={question.key: answer} if answer else {})
    assert stored(row, "name", "legal_representative") == ("一", name)


def test_one_answer_may_stand_for_all_others(make, edit, department):
    row = make.organization(name="一", legal_representative="甲", address="子")
    batch = edit(row, name="二", legal_representative="乙", address="丑")
    edit(row, legal_representative="丙", address="寅")
    first, second = survey(batch).questions
    undo(batch, by=department, decisions={OTHERS: RESTORE, second.key: KEEP})
    assert stored(row, first.column, second.column) == ("甲", "寅")


def test_what_came_back_by_itself_is_not_asked_about(make, edit):
    row = make.organization(name="一")
    batch = edit(row, name="二")
    edit(row, name="一")
    assert told(batch) == []


def test_what_stays_is_written_down_with_who_changed_it(make, edit, department, township, home):
    row = make.organization(name="一", region=home)
    batch = edit(row, name="二")
    edit(row, name="三", by=township)
    undoing = undo(batch, by=department, decisions={})
    assert undoing.reason == "没有恢复：1 处（之后又改过）；之后改动的人：王芳"
    assert Batch.objects.get(undoes=batch).kept == [[LABEL, row.pk, "name", "later"]]
    with pytest.raises(AlreadyUndone):
        survey(batch)


def test_an_undo_that_restores_everything_has_nothing_to_say(make, edit, department):
    undoing = undo(edit(make.organization(), name="二"), by=department)
    assert (undoing.reason, undoing.kept) == ("", [])


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_other_questions_than_those_answered_stop_the_undo(make, edit, department, seen):
    batch = edit(make.organization(), name="二")
    with pytest.raises(Conflict):
        undo(batch, by=department, decisions={}, seen=seen)


def test_the_digest_follows_what_is_asked_and_nothing_else(make, edit, department, branch):
    row = make.organization(name="一", address="子")
    batch = edit(row, name="二")
    nothing = survey(batch).digest
    edit(row, address="丑")
    assert survey(batch).digest == nothing
    edit(row, name="三")
    third = survey(batch).digest
    edit(row, name="四")
    assert len({nothing, third, survey(batch).digest}) == 3
    undo(batch, by=department, decisions={}, seen=survey(batch).digest)


def test_a_sealed_cell_is_asked_about_under_the_same_digest_every_time(make, edit, branch):
    member = make.member(home_branch=branch, phone="13800000001")
    batch = edit(member, phone="13800000002")
    assert survey(batch).questions == []
    edit(member, phone="13800000003")
    assert survey(batch).digest == survey(batch).digest


@pytest.mark.parametrize("funds", [Decimal("100000"), Decimal("100000.5"), 3, Decimal("0.123"), Decimal("1E+5")])
def test_an_amount_is_the_same_however_it_was_written(make, edit, funds):
    row = make.organization()
    batch = edit(row, funds=funds)
    assert told(batch) == []
    assert not edit(row, funds=funds).changes.exists()


# --- rows the batch made


def test_a_row_changed_since_is_kept_unless_the_person_wants_it_gone(create, edit, department):
    (kept, gone, _untouched), batch = create("甲", "乙", "丙")
    edit(kept, address="新住所")
    edit(gone, address="新住所")
    first, second = survey(batch).questions
    assert (first.column, first.wrote, first.now) == ("", {"address": ""}, {"address": "新住所"})
    undo(batch, by=department, decisions={second.key: RESTORE})
    assert list(Organization.objects.values_list("name", flat=True)) == ["甲"]


def test_a_row_that_others_need_can_only_be_kept(create, make, department):
    (held, _free), batch = create("甲", "乙")
    headcount = make.headcount(organization=held)
    (question,) = survey(batch).questions
    assert question.holders == (("orgs.headcount", headcount.pk),)
    assert not question.is_open
    undoing = undo(batch, by=department, decisions={OTHERS: RESTORE})
    assert list(Organization.objects.values_list("name", flat=True)) == ["甲"]
    assert undoing.reason == "没有恢复：1 处（别的记录在用）"


def made_together(home, department):
    row = Organization(name="新协会", type="group", registered_on="2020-01-01", region=home)
    count = Headcount(organization=row, on="2020-12-31", members_all=5)
    return row, count, writing.save_all([row, count], by=department, title="一次导入")


def test_rows_made_together_go_together(home, department):
    batch = made_together(home, department)[-1]
    assert told(batch) == []
    undo(batch, by=department)
    assert not Organization.objects.exists()


def test_what_a_kept_row_points_at_is_kept_with_it_and_said(home, department, edit):
    row, count, batch = made_together(home, department)
    edit(count, members_all=6)
    found = survey(batch)
    assert [one.model for one in found.questions] == ["orgs.headcount"]
    assert found.followers(found.kept({})) == {(LABEL, row.pk)}
    undoing = undo(batch, by=department, decisions={})
    assert Organization.objects.get() == row
    assert undoing.reason.startswith("没有恢复：1 处（之后又改过），1 处（保留的记录要用）")


def test_a_new_row_can_go_once_nothing_points_at_it_any_more(make, create, edit, department):
    old = make.organization(name="原来")
    count = make.headcount(organization=old)
    (new,), making = create("新协会")
    moving = edit(count, organization=new)
    assert [one.is_open for one in survey(making).questions] == [False]
    undo(moving, by=department)
    undo(making, by=department)
    assert Headcount.objects.get().organization == old
    assert not Organization.objects.filter(name="新协会").exists()


def test_a_link_that_goes_back_sets_the_new_row_free(make, department, home, edit):
    old, third = make.organization(name="原来"), make.organization(name="第三")
    count = make.headcount(organization=old)
    new = Organization(name="新协会", type="group", registered_on="2020-01-01", region=home)
    batch = writing.open_batch(by=department, title="合并")
    writing.write_into(batch, [new], by=department)
    count.organization = new
    writing.write_into(batch, [count], by=department)
    edit(count, organization=third)
    assert told(batch) == [("organization_id", old.pk, new.pk, third.pk)]
    edit(count, organization=new)
    assert told(batch) == []
    undo(batch, by=department)
    assert Headcount.objects.get().organization == old
    assert not Organization.objects.filter(name="新协会").exists()


@pytest.mark.parametrize(("answer", "left"), [(KEEP, {"原来", "新二"}), (RESTORE, {"原来"})])
def test_a_kept_link_keeps_the_new_row_it_points_at(make, home, department, edit, answer, left):
    count = make.headcount(organization=make.organization(name="原来"))
    fresh = [Organization(name=name, type="group", registered_on="2020-01-01", region=home) for name in ("新一", "新二")]
    batch = writing.open_batch(by=department, title="合并")
    writing.write_into(batch, fresh, by=department)
    count.organization = fresh[0]
    writing.write_into(batch, [count], by=department)
    edit(count, organization=fresh[1])
    undo(batch, by=department, decisions={OTHERS: answer})
    assert set(Organization.objects.values_list("name", flat=True)) == left


@pytest.mark.django_db(transaction=True)
def test_two_undos_at_the_same_moment_restore_once(make, edit):
    batch = edit(make.organization(name="一"), by=SYSTEM, name="二")
    together, found = Barrier(2), []

    def attempt():
        together.wait()
        try:
            found.append(undo(batch, by=SYSTEM))
        except AlreadyUndone:
            found.append(None)
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(None) == 1
    assert Organization.objects.get().name == "一"


# --- several batches, and what the database refuses


def test_later_batches_first_then_the_earlier_one_leads_back_to_the_start(make, edit, department):
    row = make.organization(name="一", address="子")
    first = edit(row, name="二", address="丑")
    second = edit(row, name="三")
    assert told(first) == [("name", "一", "二", "三")]
    undo(second, by=department)
    assert told(first) == []
    undo(first, by=department)
    assert stored(row, "name", "address") == ("一", "子")


def test_a_row_gone_since_is_said_and_does_not_stand_in_the_way(create, edit, department):
    (row,), making = create("甲")
    later = edit(row, name="乙")
    undo(making, by=department, decisions={OTHERS: RESTORE})
    assert told(later) == []
    assert undo(later, by=department).reason == "没有恢复：1 处（已经移除）"


def test_a_value_taken_by_another_row_meanwhile_stays_and_the_rest_is_restored(make, edit, department):
    taken = make.valid_credit_code(1)
    row = make.organization(name="一", credit_code=taken)
    other = make.organization(name="旁", address="子")
    batch = writing.open_batch(by=department, title="导入")
    row.name, row.credit_code, other.address = "二", make.valid_credit_code(2), "丑"
    writing.write_into(batch, [row, other], by=department)
    make.organization(credit_code=taken)
    undoing = undo(batch, by=department)
    assert stored(row, "name", "credit_code") == ("一", make.valid_credit_code(2))
    assert stored(other, "address") == ("子",)
    assert undoing.kept == [[LABEL, row.pk, "credit_code", "refused"]]


def test_a_link_that_cannot_go_back_keeps_the_row_it_points_at(make, home, department):
    old, new = make.organization(name="原来"), Organization(name="新", type="group", registered_on="2020", region=home)
    count = make.headcount(organization=old)
    batch = writing.open_batch(by=department, title="移")
    writing.write_into(batch, [new], by=department)
    count.organization = new
    writing.write_into(batch, [count], by=department)
    make.headcount(organization=old, on=count.on)
    undoing = undo(batch, by=department)
    assert undoing.reason == "没有恢复：1 处（保留的记录要用），1 处（恢复后不合规定）"
    count.refresh_from_db()
    assert count.organization == new


def test_values_that_belong_together_are_restored_together_or_not_at_all(make, edit, department):
    count = make.headcount(members_all=5, members_full_time=3)
    batch = edit(count, members_all=10, members_full_time=8)
    edit(count, members_full_time=9)
    undoing = undo(batch, by=department, decisions={})
    count.refresh_from_db()
    assert (count.members_all, count.members_full_time) == (10, 9)
    assert undoing.reason.startswith("没有恢复：1 处（之后又改过），1 处（恢复后不合规定）")


def test_a_link_to_what_is_gone_stays_as_it_is(create, make, edit, department):
    (old,), making = create("甲")
    period = make.status(organization=old, status=Status.DEREGISTERED)
    moved = edit(period, organization=make.organization(name="新"))
    undo(making, by=department)
    assert [place[2:] for place in undo(moved, by=department).kept] == [["organization_id", "refused"]]
    period.refresh_from_db()
    assert period.organization.name == "新"


def test_a_removed_row_whose_anchor_is_gone_is_not_brought_back(create, make, department):
    (anchor,), making = create("甲")
    count = make.headcount(organization=anchor)
    removal = writing.open_batch(by=department, title="移除")
    writing.remove_all([count], by=department, batch=removal)
    undo(making, by=department)
    assert undo(removal, by=department).kept == [["orgs.headcount", count.pk, "", "refused"]]
    assert not Headcount.objects.exists()


def test_a_row_written_twice_in_one_batch_goes_back_to_its_beginning(make, department, home, elsewhere):
    row = make.organization(name="一", region=home)
    batch = writing.open_batch(by=department, title="两步")
    for name in ("二", "三"):
        row.name = name
        writing.write_into(batch, [row], by=department)
    assert told(batch) == []
    undo(batch, by=department)
    assert stored(row, "name") == ("一",)


def test_superiors_made_with_their_subordinates_are_removed_after_them(make, home, department):
    from branches.models import Branch

    superior = Branch(name="上级", region=home)
    batch = writing.open_batch(by=department, title="导入")
    writing.write_into(batch, [superior], by=department)
    writing.write_into(batch, [Branch(name=f"下级{n}", region=home, superior=superior) for n in range(5)], by=department)
    undo(batch, by=department)
    assert not Branch.objects.exists()


def test_progress_is_told_in_changes(create, department):
    told = []
    undo(create("甲", "乙", "丙")[1], by=department, progress=lambda *how: told.append(how))
    assert told == [(3, 3)]


def test_an_undo_asks_the_database_equally_often_for_2_and_for_20_rows(create, department, queries_of):
    few, many = create("甲", "乙")[1], create(*map(str, range(20)))[1]
    assert queries_of(lambda: undo(few, by=department)) == queries_of(lambda: undo(many, by=SYSTEM))


def test_a_survey_of_some_rows_asks_the_same_about_them(create, edit, make, department):
    (first, second), batch = create("甲", "乙")
    edit(first, address="新")
    make.headcount(organization=second)
    everything = survey(batch)
    keys = {(one.model, one.pk) for one in everything.questions}
    assert questions.Survey(batch, only=keys).digest == everything.digest
    (only,) = questions.Survey(batch, only={(LABEL, second.pk)}).questions
    assert only.pk == second.pk
