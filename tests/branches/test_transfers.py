"""Moving a relationship: two acts by two branches, counted where the file is; days past keep their counts."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from branches import membership, transfers
from branches.enums import MemberCategory, MemberStatus, TransferState
from branches.models import Member, Transfer
from branches.refusal import Refused

ON = date(2026, 11, 23)
SENT, DAY = date(2026, 11, 1), date(2026, 11, 10)


@pytest.fixture
def there(make, elsewhere):
    return make.branch(region=elsewhere, name="焦炭协会党支部")


@pytest.fixture
def receiver(make, there):
    return make.user("secretary", branch=there, username="receiver")


@pytest.fixture
def member(make, branch):
    return make.member(home_branch=branch, name="马学文")


@pytest.fixture
def on_its_way(member, secretary, there):
    return sent(member, secretary)


def sent(member, by, to="焦炭协会党支部", sent_on=SENT):
    return transfers.send(member, to, letter="孝组转 1 号", sent_on=sent_on, by=by, on=ON)


def close(transfer, key, by, day=DAY, reason=""):
    return transfers.close(transfer, key, day=day, reason=reason, by=by, on=ON)


def counts(branch, day):
    return membership.counted_in(branch, on=day).count()


def test_until_it_is_received_the_member_counts_where_the_file_is(there, branch, member, receiver, on_its_way):
    assert (counts(branch, ON), counts(there, ON)) == (1, 0)
    assert Member.objects.visible_to(receiver).get() == member
    close(on_its_way, "receive", receiver)
    assert (counts(branch, ON), counts(there, ON)) == (0, 1)


def test_days_before_the_receipt_keep_their_counts(there, branch, on_its_way, receiver):
    close(on_its_way, "receive", receiver)
    before = date(2026, 11, 9)
    assert (counts(branch, before), counts(there, before)) == (1, 0)
    assert (counts(branch, DAY), counts(there, DAY)) == (0, 1)


def test_after_the_receipt_the_sender_no_longer_sees_the_member(member, secretary, receiver, on_its_way):
    close(on_its_way, "receive", receiver)
    assert not Member.objects.visible_to(secretary).exists()
    assert Member.objects.editable_by(receiver).exists()


@pytest.mark.parametrize(("key", "by"), [("return", "receiver"), ("withdraw", "secretary")])
def test_returned_or_withdrawn_it_stays_where_it_was(request, branch, there, on_its_way, receiver, key, by):
    kept = close(on_its_way, key, request.getfixturevalue(by), reason="材料不齐")
    assert kept.state in (TransferState.RETURNED, TransferState.WITHDRAWN)
    assert (counts(branch, ON), counts(there, ON)) == (1, 0)
    assert not Member.objects.visible_to(receiver).exists()


@pytest.mark.parametrize(
    ("key", "person", "allowed"),
    [
        *((key, "receiver", key != "withdraw") for key in transfers.BY_KEY),
        *((key, "secretary", key == "withdraw") for key in transfers.BY_KEY),
        *((key, "department", True) for key in transfers.BY_KEY),
        *((key, "township", key == "withdraw") for key in transfers.BY_KEY),
        *((key, person, False) for key in transfers.BY_KEY for person in ("officer", "outsider")),
    ],
)
def test_each_side_does_its_own_act(request, on_its_way, receiver, key, person, allowed):
    user = request.getfixturevalue(person)
    assert (key in [act.key for act in transfers.possible(on_its_way, user)]) == allowed
    if allowed:
        close(on_its_way, key, user, reason="材料不齐")
    else:
        with pytest.raises(Refused, match="这一步由"):
            close(on_its_way, key, user, reason="材料不齐")
        on_its_way.refresh_from_db()
        assert on_its_way.state == TransferState.SENT


def test_out_of_the_city_the_sender_writes_the_receipt_down(branch, member, secretary):
    transfer = sent(member, secretary, to="太原市某支部")
    assert counts(branch, ON) == 1
    close(transfer, "receive", secretary)
    member.refresh_from_db()
    assert (member.status, member.left_on, counts(branch, ON)) == (MemberStatus.TRANSFERRED, "2026-11-10", 0)
    assert counts(branch, date(2026, 11, 9)) == 1


def test_from_outside_a_member_counts_from_the_receipt_on(make, branch, secretary):
    newcomer = Member(name="新来", category=MemberCategory.FULL, home_branch=branch)
    days = {"sent_on": SENT, "received_on": DAY}
    transfers.take_in(newcomer, "太原市某支部", letter="", by=secretary, on=ON, **days)
    assert (counts(branch, date(2026, 11, 9)), counts(branch, DAY)) == (0, 1)


def test_a_chain_of_moves_is_told_for_every_day(make, branch, there, department, member):
    close(sent(member, department, sent_on=date(2026, 3, 1)), "receive", department, day=date(2026, 4, 1))
    member.refresh_from_db()
    close(sent(member, department, to=branch.name, sent_on=date(2026, 6, 1)), "receive", department, day=date(2026, 7, 1))
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [counts(branch, day) for day in days] == [1, 0, 0, 1]
    assert [counts(there, day) for day in days] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"to": "绵羊协会党支部"}, "转入和转出是同一个党组织"),
        ({"sent_on": date(2026, 12, 1)}, "还没有到"),
        ({"sent_on": date(2010, 1, 1)}, "早于入党时间 2010-07-01"),
    ],
)
def test_nonsense_is_refused_with_the_way_out(member, secretary, there, given, said):
    with pytest.raises(Refused, match=said):
        sent(member, secretary, **given)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("receive", {"day": date(2026, 12, 1)}, "还没有到"),
        ("receive", {"day": date(2026, 10, 1)}, "早于转出日期 2026-11-01"),
        ("return", {}, "请写明退回的原因"),
    ],
)
def test_a_wrong_answer_is_refused(on_its_way, receiver, key, given, said):
    with pytest.raises(Refused, match=said):
        close(on_its_way, key, receiver, **given)


def test_of_two_at_once_the_second_is_told(on_its_way, receiver, secretary):
    close(on_its_way, "receive", receiver)
    with pytest.raises(Refused, match="刚刚已经“已接收”"):
        close(on_its_way, "withdraw", secretary)


def test_nobody_is_sent_twice(member, secretary, on_its_way):
    with pytest.raises(Refused, match="先撤回那一次"):
        sent(member, secretary, to="太原市某支部")


def test_the_database_refuses_what_must_never_be(make, branch, member, on_its_way):
    for broken in (
        {"member": make.member(), "from_branch": branch, "to_branch": branch, "to_name": ""},
        {"member": make.member(), "from_branch": branch, "to_name": ""},
        {"member": member, "from_branch": branch},
        {"member": make.member(), "from_branch": branch, "state": TransferState.RECEIVED},
        {"member": make.member(), "from_branch": branch, "state": TransferState.RECEIVED, "closed_on": date(2019, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.transfer(**broken)


@pytest.mark.parametrize(
    ("given", "on", "is_full"),
    [
        ({"joined_on": "2018-05-01", "full_since": "2019-05-01"}, date(2019, 4, 30), False),
        ({"joined_on": "2018-05-01", "full_since": "2019-05-01"}, date(2019, 5, 1), True),
        ({"joined_on": "2018-05-01"}, date(2018, 6, 1), True),
    ],
)
def test_full_or_probationary_is_told_by_the_dates(make, given, on, is_full):
    member = make.member(category=MemberCategory.FULL, **given)
    assert Member.objects.filter(membership.full(on)).exists() == membership.is_full(member, on) == is_full


def test_nobody_counts_before_admission_or_after_leaving(make, branch):
    make.member(home_branch=branch, joined_on="2018-05-01", status=MemberStatus.DECEASED, left_on="2020-02-01")
    found = [counts(branch, day) for day in (date(2018, 4, 30), date(2018, 5, 1), date(2020, 1, 31), date(2020, 2, 1))]
    assert found == [0, 1, 1, 0]
