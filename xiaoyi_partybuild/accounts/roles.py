"""What each role opens: a table. The policy page of the manual says the same."""

from dataclasses import dataclass

from django.db import models

from xiaoyi_partybuild.access.scoping import EDIT, VIEW, Kind


class Role(models.TextChoices):
    DEPARTMENT = "department", "工作人员"
    TOWNSHIP = "township", "乡镇（街道）工作人员"
    SECRETARY = "secretary", "党支部书记"
    OFFICER = "officer", "年检审核员"
    ADMIN = "admin", "系统管理员"


@dataclass(frozen=True)
class Powers:
    """The kinds of rows a role may view and edit, and whether it enters the maintenance screen."""

    view: frozenset
    edit: frozenset
    maintains: bool = False

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
    Role.ADMIN: Powers(
        view=frozenset({Kind.ACCOUNTS, Kind.REFERENCE}), edit=frozenset({Kind.ACCOUNTS, Kind.REFERENCE}), maintains=True
    ),
}
