"""Moving a member's relationship: sent by one branch, received by another; until then it counts where it came from.

(Regulations on the Education and Management of Members, art. 25: the sending side is responsible until it is accepted)
"""

from dataclasses import dataclass

from django.db import transaction

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate

from .enums import MemberStatus, TransferState
from .models import Branch, Member, Transfer
from .refusal import Refused

SENDER, RECEIVER = "from_branch", "to_branch"
SIDES = {SENDER: "转出的党组织", RECEIVER: "转入的党组织"}


@dataclass(frozen=True)
class Act:
    """What ends a transfer on its way. side: whose act it is; of a receiver that is not ours the sender writes it down."""

    key: str
    words: str
    end: str
    side: str
    wants_reason: bool = False


ACTS = (
    Act("receive", "确认接收", TransferState.RECEIVED, RECEIVER),
    Act("return", "退回并说明", TransferState.RETURNED, RECEIVER, wants_reason=True),
    Act("withdraw", "撤回转出", TransferState.WITHDRAWN, SENDER),
)
BY_KEY = {act.key: act for act in ACTS}


def possible(transfer, user):
    """The acts this person may do now."""
    if transfer.state != TransferState.SENT:
        return []
    return [act for act in ACTS if _is_of(act, transfer, user)]


def _is_of(act, transfer, user):
    side = act.side if getattr(transfer, f"{act.side}_id") else SENDER
    branch = getattr(transfer, f"{side}_id")
    return Branch.objects.editable_by(user).filter(pk=branch).exists()


def send(member, to_name, *, letter, sent_on, by, on):
    """Send a member's relationship to the branch of exactly this name, or out of the city. Raise Refused."""
    with transaction.atomic():
        stored = writing.locked(Member, [member.pk]).get()
        target = Branch.objects.existing(on=on).filter(name=to_name).first()
        _demand_sendable(stored, target, sent_on, on)
        transfer = Transfer(member=stored, from_branch_id=stored.home_branch_id, letter=letter, sent_on=sent_on)
        transfer.to_branch, transfer.to_name = target, "" if target else to_name
        stored.going_to = target
        _write(stored, transfer, by=by, title=f"转出组织关系：{stored}")
    return transfer


def _demand_sendable(member, target, sent_on, on):
    if member.status != MemberStatus.NORMAL:
        raise Refused(f"这名党员的党籍状态是“{member.get_status_display()}”，不能转出")
    if Transfer.objects.filter(member=member, state=TransferState.SENT).exists():
        raise Refused("这名党员的组织关系已经转出、还没有接收，要改就先撤回那一次")
    if target and target.pk == member.home_branch_id:
        raise Refused("转入和转出是同一个党组织，不用接转；请核对转入党组织的名称")
    if sent_on > on:
        raise Refused(f"{sent_on} 还没有到，请填实际转出的日期")
    if member.joined_on and sent_on < member.joined_on.first:
        raise Refused(f"转出日期早于入党时间 {member.joined_on.spoken}，请核对")


def close(transfer, key, *, day, reason, by, on):
    """Receive, return or withdraw. Raise Refused: not from this side, not open any more, or a wrong day."""
    act = BY_KEY[key]
    with transaction.atomic():
        stored = writing.locked(Transfer, [transfer.pk]).get()
        member = writing.locked(Member, [stored.member_id]).get()
        _demand_closable(stored, act, day, reason, by, on)
        stored.state, stored.closed_on, stored.reason = act.end, day, reason
        title = f"{act.words}：{member}"
        if act.end == TransferState.RECEIVED:
            _arrive(member, stored)
            _write(member, stored, by=by, title=title)
        else:
            _stay(member, stored, by=by, title=title)
    return stored


def _demand_closable(transfer, act, day, reason, by, on):
    if transfer.state != TransferState.SENT:
        raise Refused(f"这次接转刚刚已经“{transfer.get_state_display()}”，不用再办；请刷新看看")
    if not _is_of(act, transfer, by):
        raise Refused(f"这一步由{SIDES[act.side]}办理")
    if day > on:
        raise Refused(f"{day} 还没有到，请填实际办理的日期")
    if day < transfer.sent_on:
        raise Refused(f"{day} 早于转出日期 {transfer.sent_on}，请核对")
    if act.wants_reason and not reason:
        raise Refused("请写明退回的原因，让对方知道要补什么")


def _stay(member, transfer, *, by, title):
    """The transfer says what happened; whom the member was on the way to only follows, and leaves the receiver's reach."""
    writing.save_all([transfer], by=by, title=title)
    member.going_to = None
    writing.keep_state(member, "going_to_id")


def _arrive(member, transfer):
    """At the new branch; or gone from us, where the receiver is not ours."""
    member.going_to = None
    if transfer.to_branch_id:
        member.home_branch_id = transfer.to_branch_id
    else:
        day = transfer.closed_on
        member.status, member.left_on = MemberStatus.TRANSFERRED, PartialDate.of(day.year, day.month, day.day)


def take_in(member, from_name, *, letter, sent_on, received_on, by, on):
    """A member comes from outside with an introduction: stored together with where from. Raise Refused."""
    if received_on > on:
        raise Refused(f"{received_on} 还没有到，请填实际接收的日期")
    if received_on < sent_on:
        raise Refused(f"接收日期早于介绍信日期 {sent_on}，请核对")
    transfer = Transfer(member=member, from_name=from_name, to_branch=member.home_branch, letter=letter, sent_on=sent_on)
    transfer.state, transfer.closed_on = TransferState.RECEIVED, received_on
    writing.save_all([member, transfer], by=by, title=f"转入组织关系：{member}")
    return transfer


TOUCHED = frozenset({"home_branch", "status", "left_on", "going_to"})


def _write(member, transfer, *, by, title):
    """Of the member only what a move changes."""
    own = {field.name for field in Transfer._meta.concrete_fields}
    writing.save_all([member, transfer], by=by, title=title, touched=lambda row: TOUCHED if row is member else own)
