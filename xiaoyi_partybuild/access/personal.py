"""The register of fields: which of them hold personal data, for what purpose and for how long. Every field is in it once.

none       says nothing about a person
personal   a person's name together with a post, a branch or a deed
sensitive  ID number, phone, address, Party membership and what hangs on it (PIPL art. 28; docs/personal-data.md)
"""

from dataclasses import dataclass

NONE, PERSONAL, SENSITIVE = "none", "personal", "sensitive"
CLASSES = {NONE: "不涉及个人", PERSONAL: "个人信息", SENSITIVE: "敏感个人信息"}

REGISTER = {}


@dataclass(frozen=True)
class Held:
    """What one model holds; purpose and kept (for how long) are Chinese sentences about what of it is not `none`.

    published: what of `personal` the law has published anyway.
    """

    none: frozenset
    personal: frozenset = frozenset()
    sensitive: frozenset = frozenset()
    published: frozenset = frozenset()
    purpose: str = ""
    kept: str = ""

    def class_of(self, name):
        """The field's class; KeyError for a field nobody has classed."""
        for wanted in (NONE, PERSONAL, SENSITIVE):
            if name in getattr(self, wanted):
                return wanted
        raise KeyError(name)


def is_guarded(field):
    """Whether a model field holds what may leave the house only for a purpose: personal data that nobody has published."""
    held = REGISTER[field.model]
    return held.class_of(field.name) != NONE and field.name not in held.published


def holds(model, *, none, personal="", sensitive="", published="", purpose="", kept=""):
    """Enter a model into the register; field names separated by blanks. The primary key is always `none`."""
    REGISTER[model] = Held(
        frozenset([model._meta.pk.name, *none.split()]),
        frozenset(personal.split()),
        frozenset(sensitive.split()),
        frozenset(published.split()),
        purpose,
        kept,
    )
