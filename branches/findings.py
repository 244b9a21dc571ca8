"""What asks to be done about branches and people: each a rule that says who can close it; gone when the facts change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from xiaoyi_partybuild.access.dates import add_months

from . import coverage, development, queue, standing
from .enums import AbsenceKind, Mode, ProcedureState
from .subjects import ABSENCES, ARRIVING, BRANCHES, CANDIDATES, LEAVING, MEMBERS, ORGANIZATIONS, PROCEDURES

BAD, WARN = "bad", "warn"
OWN, ABOVE = "own", "above"
CLOSERS = {OWN: "本支部", ABOVE: "上级党组织"}
SOON, THIS_YEAR, PAST = "尽快", "年内", "已过"


@dataclass(frozen=True)
class Finding:
    """One kind. closer: who can close it, the branch itself or whoever leads it; rule: the sentence with its source.

    condition(on, rules) → Q over prepared rows; detail(row, on, rules) and due(row, on, rules) → what a line says.
    """

    key: str
    level: str
    name: str
    of: str
    closer: str
    condition: Callable
    detail: Callable
    due: Callable
    rule: str


def of_standing(name):
    """The condition of that name in standing.py."""
    return lambda on, rules: standing.conditions(on=on, rules=rules)[name]


def says(words):
    return lambda row, on, rules: words


def days_since(day, on):
    return (on - day.last).days


def _urgent(on, rules):
    within = add_months(on, rules.number("term_urgent_months")).isoformat()
    return standing.conditions(on=on, rules=rules)["due_soon"] & Q(term_due__lte=within)


def _soon(on, rules):
    within = add_months(on, rules.number("term_urgent_months")).isoformat()
    return standing.conditions(on=on, rules=rules)["due_soon"] & Q(term_due__gt=within)


def _probation_over(on, rules):
    return development.probation_ended(on=on, rules=rules)


def _probation_ends(on, rules):
    later = development.probation_ends_within(rules.number("probation_reminder_days"), on=on, rules=rules)
    return later & ~_probation_over(on, rules)


def _probation_end(row, on, rules):
    return f"预备期 {development.probation_end(row, rules)} 满"


def _for_months(kind):
    """Away, or lost, for as long as the setting says."""
    return lambda on, rules: Q(kind=kind, start__lte=add_months(on, -rules.number("absence_months")).isoformat())


def _since_start(row, on, rules):
    return f"{row.start.spoken} 起{f'，在{row.place}' if row.place else ''}"


def _talk_due(on, rules):
    applied = add_months(on, -rules.number("talk_months")).isoformat()
    return Q(talked_on=None, activist_on=None, applied_on__lte=applied)


def _review_due(on, rules):
    since = add_months(on, -rules.number("review_months")).isoformat()
    return development.at_stage("activist_on", on=on) & Q(activist_on__lte=since, is_reviewed=False)


def _approval_due(row, on, rules):
    return str(add_months(row.admitted_on.first, rules.number("approval_months")))


def _reply_due(row, on, rules):
    return str(add_months(row.proposed_on, rules.number("reply_months")))


def _not_received(on, rules):
    return Q(sent_on__lte=on - timedelta(rules.number("transfer_days")))


KINDS = (
    Finding(
        "overdue", BAD, "换届逾期", BRANCHES, OWN, of_standing("overdue"),
        lambda row, on, rules: f"逾期 {days_since(row.term_due, on)} 天", says(PAST),
        "任期届满没有换届，也没有批准延期（支部工作条例第二十一条）",
    ),
    Finding(
        "vacant", BAD, "书记空缺", BRANCHES, ABOVE, of_standing("vacant"), says("没有在任书记"), says(SOON),
        "覆盖着社会组织的党组织没有在任书记（支部工作条例第二十二条）",
    ),
    Finding(
        "owing", BAD, "应建未建", ORGANIZATIONS, ABOVE, lambda on, rules: coverage.CONDITIONS["owing"],
        lambda row, on, rules: f"正式党员 {row.full_members} 名", says(SOON),
        "正式党员达到规定人数而没有党组织（支部工作条例第四条）",
    ),
    Finding(
        "probation_over", BAD, "预备期已满", MEMBERS, OWN, _probation_over, _probation_end, says(PAST),
        "预备期满要及时讨论转正、延长或取消资格（发展党员工作细则第三十二条）",
    ),
    Finding(
        "to_receive", BAD, "组织关系待接收", ARRIVING, OWN, lambda on, rules: Q(to_branch__isnull=False),
        lambda row, on, rules: f"{row.origin} {row.sent_on} 转来", says(SOON),
        "转来的组织关系没有正当理由不得拒收（党员教育管理工作条例第二十五条）",
    ),
    Finding(
        "to_reply", BAD, "设置事项待批复", PROCEDURES, ABOVE, lambda on, rules: Q(state=ProcedureState.PROPOSED),
        lambda row, on, rules: f"{row.proposed_on} 申请{row.get_kind_display()}", _reply_due,
        "收到申请一般一个月内批复（支部工作条例第六条）",
    ),
    Finding(
        "to_approve", BAD, "接收待审批", CANDIDATES, ABOVE, lambda on, rules: Q(admitted_on__lte=on, approved_on=None),
        lambda row, on, rules: f"{row.admitted_on.spoken} 接收大会", _approval_due,
        "党委审批一般在三个月内（发展党员工作细则第二十九条）",
    ),
    Finding(
        "lost", BAD, "失联满半年", ABSENCES, OWN, _for_months(AbsenceKind.LOST), _since_start, says(SOON),
        "失去联系六个月以上的停止党籍（党员教育管理工作条例第二十四条）",
    ),
    Finding(
        "due_urgent", WARN, "两个月内换届", BRANCHES, OWN, _urgent,
        lambda row, on, rules: f"{row.term_due.spoken} 届满", lambda row, on, rules: row.term_due.spoken,
        "届满前两个月向上级请示（各地换届工作流程）",
    ),
    Finding(
        "probation_ends", WARN, "预备期将满", MEMBERS, OWN, _probation_ends, _probation_end,
        lambda row, on, rules: str(development.probation_end(row, rules)),
        "预备期满前提醒本人提出书面转正申请（发展党员工作细则第三十二条）",
    ),
    Finding(
        "talk_due", WARN, "申请后未谈话", CANDIDATES, OWN, _talk_due,
        lambda row, on, rules: f"{row.applied_on.spoken} 申请入党", says(PAST),
        "收到入党申请书一个月内派人谈话（发展党员工作细则第七条）",
    ),
    Finding(
        "review_due", WARN, "积极分子待考察", CANDIDATES, OWN, _review_due,
        lambda row, on, rules: f"半年内没有考察，{row.activist_on.spoken} 起培养", says(SOON),
        "党支部每半年对入党积极分子考察一次（发展党员工作细则第十一条）",
    ),
    Finding(
        "not_received", WARN, "转出未接收", LEAVING, OWN, _not_received,
        lambda row, on, rules: f"{row.sent_on} 转往{row.destination}", says(SOON),
        "接收以前仍由转出党组织管理（党员教育管理工作条例第二十五条）",
    ),
    Finding(
        "owes", WARN, "党费未交齐", MEMBERS, OWN, lambda on, rules: Q(owes=True), says("有月份没有交"), says(SOON),
        "连续六个月不交党费按自行脱党处理（党章第九条）",
    ),
    Finding(
        "floating", WARN, "流动满半年", ABSENCES, OWN, _for_months(AbsenceKind.FLOATING), _since_start, says(SOON),
        "外出六个月以上、地点固定的转移组织关系（党员教育管理工作条例第二十五条）",
    ),
    Finding(
        "no_committee", WARN, "应设支委会", BRANCHES, OWN, of_standing("no_committee"),
        lambda row, on, rules: f"正式党员 {rules.number('committee_members')} 名以上，没有委员", says(SOON),
        "正式党员七人以上设支部委员会，三至五人（支部工作条例第二十条）",
    ),
    Finding(
        "large_joint", WARN, "联合超限", BRANCHES, ABOVE, of_standing("large_joint"),
        lambda row, on, rules: f"覆盖 {row.units} 家", says(THIS_YEAR),
        "联合党支部覆盖单位一般不超过 5 个（支部工作条例第五条）",
    ),
    Finding(
        "too_many", WARN, "人数超限", BRANCHES, ABOVE, of_standing("too_many"),
        lambda row, on, rules: f"党员超过 {rules.number('branch_members')} 名", says(THIS_YEAR),
        "党支部党员人数一般不超过 50 人（支部工作条例第四条）",
    ),
    Finding(
        "too_few", WARN, "不足三名正式党员", BRANCHES, ABOVE, of_standing("too_few"),
        lambda row, on, rules: f"正式党员不足 {rules.number('branch_minimum')} 名", says(THIS_YEAR),
        "不再符合设立条件的党支部要调整或撤销（支部工作条例第七条）",
    ),
    Finding(
        "joint_to_sole", WARN, "联合应转单独", ORGANIZATIONS, ABOVE, lambda on, rules: coverage.CONDITIONS["joint_to_sole"],
        lambda row, on, rules: f"{Mode(row.mode).label}，正式党员 {row.full_members} 名", says(THIS_YEAR),
        "正式党员达到规定人数的应单独建立党支部（支部工作条例第四条）",
    ),
    Finding(
        "due_soon", WARN, "临近换届", BRANCHES, OWN, _soon,
        lambda row, on, rules: f"{row.term_due.spoken} 届满", lambda row, on, rules: row.term_due.spoken,
        "届满前 6 个月提醒换届（支部工作条例第二十一条）",
    ),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
ORDER = {kind.key: place for place, kind in enumerate(KINDS)}


def queue_for(user, *, on):
    """What this person can close: of the own branches what they close themselves, of those below what is for the body above.

    The facts decide, not a stored list, so the next holder of the post finds the same queue. Pressing ones first.
    """
    return [item for item in everything_for(user, on=on) if item.is_mine]


def everything_for(user, *, on):
    """All Items within the reach of editing, whoever closes them, in the order of KINDS."""
    return sorted(queue.items(user, KINDS, on=on), key=lambda item: ORDER[item.finding.key])
