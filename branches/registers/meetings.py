"""The record of meetings and activities (三会一课、主题党日)."""

import re

from branches.enums import MeetingState, MeetingType
from branches.models import Meeting, Participation
from orgs import vocabulary
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.cells import CellError
from xiaoyi_partybuild.registers.register import Finding, Part, Register

from . import shared

TYPES = {
    "支部党员大会": MeetingType.GENERAL,
    "支部委员会": MeetingType.COMMITTEE,
    "支部委员会会议": MeetingType.COMMITTEE,
    "支委会会议": MeetingType.COMMITTEE,
    "上党课": MeetingType.LECTURE,
    "主题党日活动": MeetingType.PARTY_DAY,
    "民主评议": MeetingType.APPRAISAL,
    "其他": MeetingType.ACTIVITY,
    "活动": MeetingType.ACTIVITY,
}


UNFILED = (MeetingState.DRAFT, MeetingState.VOID)


class Kinds(c.Text):
    """Further kinds held in one sitting, by their names in one cell; their codes in the field."""

    hint = "几种之间用顿号分开，例如：组织生活会、民主评议党员"

    def of_text(self, text):
        words = [word.strip() for word in re.split(r"[、,，;；\n]+", super().of_text(text) or "") if word.strip()]
        codes = {label: code for code, label in MeetingType.choices} | TYPES
        unknown = [word for word in words if word not in codes]
        if unknown:
            raise CellError(f"“{unknown[0]}”不是会议类型，请写：{'、'.join(MeetingType.labels)}")
        return ",".join(dict.fromkeys(str(codes[word]) for word in words)) or None

    def is_plain(self, text):
        return False

    def write(self, value):
        return "、".join(MeetingType(code).label for code in value.split(",")) if value else ""


class MeetingRecord(Register):
    slug, title = "meetings", "三会一课和活动记录"
    parts = (
        Part(
            "meeting",
            Meeting,
            keys=(("branch", "type", "held_on", "topic"), ("instructor", "type", "held_on", "topic")),
        ),
        Part(
            "participation",
            Participation,
            keys=(("meeting", "organization"),),
            each="organization",
            given={"is_listed": True},
        ),
    )
    columns = (
        c.Choice(
            "meeting.type",
            "会议类型",
            also=("类型", "会议类别", "活动类型"),
            choices=MeetingType,
            aliases=TYPES,
            required=True,
        ),
        Kinds("meeting.also", "同时召开", also=("合并召开",)),
        c.Lookup("meeting.branch", "党组织", also=("召开党组织", "党组织名称", *shared.NAMES)),
        c.Lookup("meeting.instructor", "党建指导员", also=("指导员",)),
        c.Date("meeting.held_on", "召开日期", also=("召开时间", "时间", "日期", "会议时间", "活动时间"), required=True),
        c.Text("meeting.place", "地点", also=("会议地点", "活动地点")),
        c.Text("meeting.chair", "主持人"),
        c.Text("meeting.recorder", "记录人"),
        c.Count("meeting.due_count", "应到人数", also=("应到",)),
        c.Count("meeting.present_count", "实到人数", also=("实到", "参加人数")),
        c.Count("meeting.voting_due", "有表决权应到"),
        c.Count("meeting.voting_present", "有表决权实到"),
        c.List(
            "participation.organization",
            "参加单位",
            also=("参加社会组织", "参加的社会组织", "覆盖单位"),
            of=c.Lookup(by=vocabulary.LOOKUPS),
        ),
        c.Text("meeting.topic", "议题", also=("主题", "会议议题", "活动主题"), required=True),
        c.Text("meeting.agenda", "议程", also=("会议议程",), lines=True),
        c.Text("meeting.content", "主要内容", also=("内容", "会议内容"), lines=True),
        c.Text("meeting.resolution", "决议", also=("会议决议",), lines=True),
        c.Lookup("meeting.education", "所属教育"),
    )

    def population(self, rows, *, on):
        """Drafts are nobody's record yet."""
        return rows.filter(held_on__lte=on).exclude(state__in=UNFILED)

    def check(self, values):
        if not values.get("participation.organization"):
            yield Finding("participation.organization", "warning", "没有写参加单位，这次会议不会计入任何单位的活动覆盖")
