"""What each role opens: a table. The policy page of the manual says the same."""

from dataclasses import dataclass

from django.db import models

from xiaoyi_partybuild.access.scoping import EDIT, VIEW, Kind


class Role(models.TextChoices):
    DEPARTMENT = "department", "工作人员"
    TOWNSHIP = "township", "乡镇（街道）工作人员"
    SECRETARY = "secretary", "党支部书记"
    OFFICER = "officer", "年检审核员"
    LEADER = "leader", "领导"
    ADMIN = "admin", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "审计员"


@dataclass(frozen=True)
class Powers:
    """The kinds of rows a role may view and edit.

    maintains: it enters the maintenance screen; administers: it looks after the site and sees no records (三员分立).
    """

    view: frozenset
    edit: frozenset = frozenset()
    maintains: bool = False
    administers: bool = False

    def opens(self, action, kind):
        return kind in {VIEW: self.view, EDIT: self.edit}[action]


RECORDS = frozenset({Kind.BUSINESS, Kind.PERSONAL, Kind.INSPECTION})

POWERS = {
    Role.DEPARTMENT: Powers(view=RECORDS | {Kind.REFERENCE}, edit=RECORDS | {Kind.REFERENCE}, maintains=True),
    Role.TOWNSHIP: Powers(view=RECORDS | {Kind.REFERENCE}, edit=RECORDS),
    Role.SECRETARY: Powers(view=RECORDS | {Kind.REFERENCE}, edit=frozenset({Kind.BUSINESS, Kind.PERSONAL})),
    Role.OFFICER: Powers(
        view=frozenset({Kind.BUSINESS, Kind.INSPECTION, Kind.REFERENCE}), edit=frozenset({Kind.INSPECTION})
    ),
    Role.LEADER: Powers(view=frozenset({Kind.BUSINESS, Kind.INSPECTION, Kind.REFERENCE})),
    Role.ADMIN: Powers(
        view=frozenset({Kind.ACCOUNTS, Kind.GRANTS, Kind.REFERENCE}),
        edit=frozenset({Kind.ACCOUNTS, Kind.GRANTS, Kind.REFERENCE}),
        maintains=True,
        administers=True,
    ),
    Role.SECURITY: Powers(
        view=frozenset({Kind.ACCOUNTS, Kind.GRANTS, Kind.REFERENCE}),
        edit=frozenset({Kind.GRANTS}),
        maintains=True,
        administers=True,
    ),
    Role.AUDITOR: Powers(view=frozenset({Kind.AUDIT}), administers=True),
}

# Rows of these kinds hang nowhere in the tree of regions: whoever may touch them may touch them all.
SITE_WIDE = frozenset({Kind.ACCOUNTS, Kind.GRANTS, Kind.AUDIT})
# The three who look after the site keep out of each other's way: no person holds two of these.
APART = frozenset(role for role, powers in POWERS.items() if powers.administers)


def opening(action, kind):
    """The roles that open a kind of rows for an action. What is a person's own wants no role, and so is open to all."""
    return frozenset(role for role, powers in POWERS.items() if kind == Kind.OWN or powers.opens(action, kind))
