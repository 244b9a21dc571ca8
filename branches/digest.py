"""The weekly mail to one person: how many things of which kind wait for him, and where. Names of people stay on the site."""

from collections import Counter

from . import findings

HEAD = "您在孝义市社会组织党建系统里有 {total} 项待办："
TAIL = "请登录系统，在“待办事项”里查看和办理。办完的不再提醒。"


def text_for(user, *, on):
    """The text; "" when nothing is open. Only kinds and numbers, since mail goes through foreign hands."""
    waiting = Counter(item.finding.key for item in findings.queue_for(user, on=on))
    if not waiting:
        return ""
    lines = [f"· {kind.name} {waiting[kind.key]} 项" for kind in findings.KINDS if waiting[kind.key]]
    return "\n".join([HEAD.format(total=waiting.total()), "", *lines, "", TAIL])
