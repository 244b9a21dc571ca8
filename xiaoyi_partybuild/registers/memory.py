"""What people confirmed about headings, group rows and words, remembered for themselves first and then for the office.

This is no record of the office, so nothing is journaled: each row itself says who confirmed and who revoked it, and when.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import EDIT, Kind

from . import register as registers
from .cells import fold
from .columns import List, Lookup
from .headings import path_of
from .models import Confirmation

SURE, LIKELY, ASK = "sure", "likely", "ask"
COLUMN, GROUP, VALUE = Confirmation.About.COLUMN, Confirmation.About.GROUP, Confirmation.About.VALUE
KEY_LENGTH = Confirmation._meta.get_field("key").max_length
WRITTEN_LENGTH = Confirmation._meta.get_field("written").max_length
NOT_USED = "不导入"
GROUP_KEY = "group"  # group rows of a register speak about one thing


@dataclass(frozen=True)
class Told:
    """One thing a person says: about what, its key, how it was written, what it means."""

    about: str
    key: str
    written: str
    chosen: str


@dataclass(frozen=True)
class Recalled:
    """What is remembered under one key. `chosen` is "" for what is left out, or where people disagree (ASK)."""

    chosen: str
    confidence: str
    reason: str


# --- keys


def column_keys(paths):
    """{index: key} for {index: header path}: the path in comparable form, with its order where it occurs again."""
    seen, keys = defaultdict(int), {}
    for index, path in sorted(paths.items()):
        plain = path_of(path)
        seen[plain] += 1
        if plain:
            keys[index] = f"{plain}#{seen[plain]}"[-KEY_LENGTH:] if seen[plain] > 1 else plain[-KEY_LENGTH:]
    return keys


def value_key(target, word):
    return f"{target}={fold(word)}"[:KEY_LENGTH]


def spoken(register, about, chosen):
    """What was chosen as a page says it; "" when the register has no such column any more."""
    if not chosen:
        return NOT_USED
    if about == VALUE:
        return chosen
    target, _, option = chosen.partition("=")
    column = register.by_target.get(target)
    if column is None or not option:
        return column.label if column else ""
    return next((f"{column.label}：{label}" for value, label in column.options if str(value) == option), "")


def words(recalled):
    """(target, word, Recalled) of the words whose meaning is remembered without dispute."""
    for (about, key), one in recalled.items():
        if about == VALUE and one.confidence != ASK:
            target, _, word = key.partition("=")
            yield target, word, one


# --- remembering


def remember(told, register, *, by, at):
    """Keep what a person said about a register; what the same person said before about the same thing makes way."""
    told = {(one.about, one.key): one for one in told if one.key}
    if not told:
        return
    known = {(one.about, one.key): one for one in _own(register, by).filter(key__in={key for _, key in told})}
    news = [one for place, one in told.items() if place not in known or known[place].chosen != one.chosen]
    try:
        with transaction.atomic():
            for one in news:
                if (one.about, one.key) in known:
                    _end(known[one.about, one.key], by=by, at=at)
            writing.add_notes([_confirmation(one, register, by, at) for one in news])
    except IntegrityError:
        """A second click said the same at the same moment."""


def remember_words(before, after, register, *, by, at):
    """Keep what a person said words of value lists mean; what is taken back is forgotten. {target: {word: meaning}} each."""
    lists = [one.target for one in register.columns if one.options or isinstance(one, (List, Lookup))]
    said = [(target, word, text) for target in lists for word, text in after.get(target, {}).items()]
    remember([Told(VALUE, value_key(target, word), word, text) for target, word, text in said], register, by=by, at=at)
    gone = {value_key(target, word) for target in lists for word in before.get(target, {})}
    gone -= {value_key(target, word) for target, word, _ in said}
    for one in _own(register, by).filter(about=VALUE, key__in=gone) if gone else ():
        _end(one, by=by, at=at)


def _own(register, by):
    return Confirmation.objects.visible_to(by).filter(by_id=by.pk, register=register.slug, revoked_at=None)


def _confirmation(told, register, by, at):
    return Confirmation(
        by_id=by.pk,
        register=register.slug,
        about=told.about,
        key=told.key,
        written=told.written[:WRITTEN_LENGTH],
        chosen=told.chosen,
        at=at,
    )


def _end(confirmation, *, by, at):
    confirmation.revoked_at, confirmation.revoked_by_id = at, by.pk
    writing.keep_state(confirmation, "revoked_at", "revoked_by")


# --- recalling


def recalled(by):
    """{slug: {(about, key): Recalled}} of the registers whose rows a person may edit; nothing of the others. One query."""
    offered = {one.slug: one for one in registers.offered(by)} if by.pk else {}
    said = {slug: defaultdict(list) for slug in offered}
    for one in Confirmation.objects.filter(register__in=offered, revoked_at=None).select_related("by") if offered else ():
        if spoken(offered[one.register], one.about, one.chosen):
            said[one.register][one.about, one.key].append(one)
    return {
        slug: {place: _weighed(found, offered[slug], by) for place, found in all_.items()} for slug, all_ in said.items()
    }


def _weighed(said, register, by):
    """The person's own word first; then what the office agrees about."""
    own = next((one for one in said if one.by_id == by.pk), None)
    if own:
        return Recalled(own.chosen, SURE, f"您 {_day(own)} {_verb(own)}")
    meant = dict.fromkeys(one.chosen for one in said)
    if len(meant) > 1:
        words = "、".join(f"“{spoken(register, said[0].about, chosen)}”" for chosen in meant)
        return Recalled("", ASK, f"本单位的人确认得不一样：{words}，请您选定")
    if len(said) > 1:
        return Recalled(said[0].chosen, SURE, f"本单位 {len(said)} 人{_verb(said[0])}")
    return Recalled(said[0].chosen, LIKELY, f"{said[0].by} {_day(said[0])} {_verb(said[0])}，请核对")


def _verb(one):
    return "这样确认过" if one.chosen else "选过“不导入”"


def _day(one):
    return one.at.astimezone(timezone.get_current_timezone()).date().isoformat()


# --- looking after


@dataclass(frozen=True)
class Entry:
    """What is remembered, as a list shows it."""

    confirmation: Confirmation
    title: str
    meaning: str
    can_revoke: bool


def seen_by(person):
    """What a person may see of the memory: of the registers the person may edit, the own part and the office's."""
    slugs = [one.slug for one in registers.offered(person)]
    return Confirmation.objects.filter(register__in=slugs).select_related("by", "revoked_by")


def entry(confirmation, *, by):
    register = registers.get(confirmation.register)
    meaning = spoken(register, confirmation.about, confirmation.chosen) or "这张登记表已没有这一项"
    if confirmation.about == VALUE:
        column = register.by_target.get(confirmation.key.partition("=")[0])
        meaning = f"{column.label}：{confirmation.chosen or '不填'}" if column else meaning
    return Entry(confirmation, register.title, meaning, may_revoke(confirmation, by))


def may_revoke(confirmation, by):
    """The own; whoever looks after the office's reference data also everybody else's."""
    return confirmation.revoked_at is None and (confirmation.by_id == by.pk or bool(by.reach(EDIT, Kind.REFERENCE)))


def revoke(confirmation, *, by, at):
    """Forget from now on; the row stays with who revoked it and when."""
    if not may_revoke(confirmation, by):
        raise writing.OutOfReach(f"{by} 不能撤销这条记忆")
    _end(confirmation, by=by, at=at)
