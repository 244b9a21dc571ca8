"""The record of meetings and activities (三会一课、主题党日)."""

from branches.enums import MeetingType
from branches.models import Meeting, Participation
from orgs import vocabulary
from xiaoyi_partybuild.registers import columns as c
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


class MeetingRecord(Register):
    slug, title = "meetings", "三会一课和活动记录"
    parts = (
        Part(
            "meeting",
            Meeting,
            keys=(("branch", "type", "held_on", "topic"), ("instructor", "type", "held_on", "topic")),
        ),
        Part("participation", Participation, keys=(("meeting", "organization"),), each="organization"),
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
        c.Lookup("meeting.branch", "党组织", also=("召开党组织", "党组织名称", *shared.NAMES)),
        c.Lookup("meeting.instructor", "党建指导员", also=("指导员",)),
        c.Date("meeting.held_on", "召开日期", also=("召开时间", "时间", "日期", "会议时间", "活动时间"), required=True),
        c.Text("meeting.place", "地点", also=("会议地点", "活动地点")),
        c.Text("meeting.chair", "主持人"),
        c.Text("meeting.recorder", "记录人"),
        c.Count("meeting.due_count", "应到人数", also=("应到",)),
        c.Count("meeting.present_count", "实到人数", also=("实到", "参加人数")),
        c.List(
            "participation.organization",
            "参加单位",
            also=("参加社会组织", "参加的社会组织", "覆盖单位"),
            of=c.Lookup(by=vocabulary.LOOKUPS),
        ),
        c.Text("meeting.topic", "议题", also=("主题", "会议议题", "活动主题"), required=True),
        c.Text("meeting.content", "主要内容", also=("内容", "会议内容"), lines=True),
        c.Text("meeting.resolution", "决议", also=("会议决议",), lines=True),
    )

    def population(self, rows, *, on):
        return rows.filter(held_on__lte=on)

    def check(self, values):
        if not values.get("participation.organization"):
            yield Finding("participation.organization", "warning", "没有写参加单位，这次会议不会计入任何单位的活动覆盖")
