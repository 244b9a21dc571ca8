"""What a fresh record can know beforehand: the day, the chair, where and by whom the last one was kept; usual topics."""

from xiaoyi_partybuild.access.dates import in_force

from .enums import MeetingState, MeetingType, PostTitle
from .models import Meeting

USUAL = {
    MeetingType.GENERAL: ("学习上级会议精神", "讨论发展党员", "换届选举"),
    MeetingType.COMMITTEE: ("研究本月工作", "研究发展党员", "研究组织生活安排"),
    MeetingType.GROUP: ("传达支部决议", "学习讨论"),
    MeetingType.LECTURE: ("书记上党课", "学习党章党规"),
    MeetingType.PARTY_DAY: ("集中学习", "志愿服务", "重温入党誓词"),
    MeetingType.LIFE: ("查摆问题，开展批评和自我批评",),
    MeetingType.APPRAISAL: ("民主评议党员",),
    MeetingType.TALK: ("谈心谈话",),
    MeetingType.ACTIVITY: ("党建活动",),
}
REMEMBERED = 5


def fresh(branch, kind, *, on):
    """An unsaved record with what is usual filled in."""
    last = Meeting.objects.counted().filter(branch=branch).order_by("-held_on", "-pk").first()
    chair = branch.posts.filter(in_force(on), title=PostTitle.SECRETARY).order_by("-start").values_list("name", flat=True)
    return Meeting(
        type=kind,
        branch=branch,
        held_on=on,
        chair=chair.first() or "",
        place=last.place if last else "",
        recorder=last.recorder if last else "",
        state=MeetingState.DRAFT,
    )


def topics(branch, kind, *, viewer):
    """Topics to offer: what this branch wrote last for the kind, then what is usual."""
    rows = Meeting.objects.visible_to(viewer).filter(branch=branch, type=kind).order_by("-held_on", "-pk")
    written = rows.values_list("topic", flat=True)[:REMEMBERED]
    return list(dict.fromkeys([*written, *USUAL.get(kind, ())]))
