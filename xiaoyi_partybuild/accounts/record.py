"""The record as the auditor reads it: who did what, when, from where, with what result; never what a row holds."""

from collections import defaultdict

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from xiaoyi_partybuild.access.models import Change, Event

from .models import User

MOST = 10_000  # rows of one workbook
# What the facts of an event are called on the page.
FACTS = {
    "absent": "表中没有的",
    "address": "筛选条件",
    "anchors": "锚点",
    "column": "栏目",
    "comparisons": "清理的核对",
    "create": "新增",
    "ended": "因此退出的登录",
    "files": "文件",
    "full": "含完整号码",
    "grant": "授权",
    "kept": "保留的修改",
    "merged": "并入的记录",
    "open": "别处的登录",
    "regions": "区域",
    "register": "登记表",
    "reject": "不收",
    "role": "角色",
    "rows": "行数",
    "same": "不变",
    "seals": "封签",
    "second": "同意的人（账号编号）",
    "sections": "部分",
    "sha256": "文件摘要（SHA-256）",
    "update": "更新",
}


def seen_by(person):
    """The newest first, with what the page shows of each."""
    return Event.objects.visible_to(person).select_related("by")


def about(events, model, pk=None):
    """What is about rows of a model, or one of them: told so, or written by a batch that changed them."""
    named = {"model": model} | ({"object_pk": pk} if pk else {})
    return events.filter(**named) | events.filter(Exists(Change.objects.filter(batch=OuterRef("batch"), **named)))


def by_named(events, text):
    """What people of this user name, or with this in their name, did. They are found first: no join for every event."""
    people = User.objects.filter(Q(username=text) | Q(name__contains=text))
    return events.filter(by__in=list(people.values_list("pk", flat=True)))


def after(events, key, size):
    """(as many events as fit on a page, the key after which the next page begins or None); key: None for the newest."""
    found = list((events.filter(pk__lt=key) if key else events)[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def models():
    """[(label, name)] of what events and changes can be about."""
    ours = [model for model in apps.get_models() if hasattr(model, "scope")]
    return sorted(((model._meta.label_lower, str(model._meta.verbose_name)) for model in ours), key=lambda one: one[1])


def name_of(event):
    """The kind of row and its number; nobody's name."""
    if not event.model:
        return event.text
    return f"{apps.get_model(event.model)._meta.verbose_name} {event.object_pk}"


def facts(event):
    """[(what, how much or which)], truths as words."""
    words = {True: "是", False: "否"}
    return [
        (FACTS.get(name, name), words[value] if isinstance(value, bool) else value) for name, value in event.facts.items()
    ]


def changed(batch, most=200):
    """[(kind of row, what was done, numbers of the rows, names of the columns)] of a batch, without a single value."""
    groups = defaultdict(list)
    for change in Change.objects.filter(batch=batch).order_by("pk")[:most]:
        groups[change.model, change.action, _columns(change)].append(change.object_pk)
    return [
        (apps.get_model(label)._meta.verbose_name, Change.Action(action).label, pks, columns)
        for (label, action, columns), pks in groups.items()
    ]


def _columns(change):
    """Of an update; the whole row is meant otherwise."""
    if change.action != Change.Action.UPDATE:
        return ()
    names = {field.attname: str(field.verbose_name) for field in apps.get_model(change.model)._meta.concrete_fields}
    return tuple(names[one] for one in names if one in change.after or one in change.forgotten)
