"""The demo's accounts: who they are, what they may touch, and the one password they share."""

import os
import secrets
from typing import NamedTuple

from django.utils import timezone

from branches.enums import PostTitle
from branches.models import Branch, Post
from orgs.models import Region
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.accounts.models import Grant, User
from xiaoyi_partybuild.accounts.roles import Role

CITY, TOWNSHIP = "141181", "141181004"
BRANCH = "孝义市浙商商会党支部"
DEPARTMENT = "department"


class Account(NamedTuple):
    """An account for a region or a branch; without a name of its own it is the branch's secretary."""

    username: str
    name: str
    role: Role
    region: str = ""
    branch: str = ""


IMPORTER = Account(DEPARTMENT, "李文", Role.DEPARTMENT, region=CITY)
ALL = (
    IMPORTER,
    Account("township", "王芳", Role.TOWNSHIP, region=TOWNSHIP),
    Account("secretary", "", Role.SECRETARY, branch=BRANCH),
    Account("officer", "孙宁", Role.OFFICER, region=CITY),
    Account("leader", "马国强", Role.LEADER, region=CITY),
    Account("admin", "周安", Role.ADMIN, region=CITY),
    Account("security", "吴静", Role.SECURITY, region=CITY),
    Account("auditor", "郑平", Role.AUDITOR, region=CITY),
)


def ensure(account, password, *, by, now):
    """The account with its grant; one that exists already stays as it is. None while its branch is not there."""
    known = User.objects.filter(username=account.username).first()
    if known:
        return known
    region = Region.objects.filter(code=account.region).first()
    branch = Branch.objects.filter(name=account.branch).first()
    if not (region or branch):
        return None
    on = timezone.localdate(now)
    user = User(username=account.username, name=account.name or _secretary_of(branch, on))
    user.set_password(password)
    grant = Grant(user=writing.save(user, by=by), role=account.role, region=region, branch=branch, start=on)
    grant.confirmed_at = now
    writing.save(grant, by=by)
    return user


def _secretary_of(branch, on):
    return Post.objects.filter(in_force(on), branch=branch, title=PostTitle.SECRETARY).values_list("name", flat=True).get()


def set_passwords(password, *, by):
    """Give all accounts the password that DEMO_PASSWORD asks for."""
    users = User.objects.filter(username__in=[account.username for account in ALL])
    stale = [user for user in users if not user.check_password(password)]
    for user in stale:
        user.set_password(password)
    if stale:
        writing.save_all(stale, by=by, title="设定演示账号的密码")


def password(wanted, path):
    """The wanted password, or the one kept in the file, or a new one; kept in the file for the next run."""
    chosen = wanted or (path.read_text().strip() if path.exists() else "") or secrets.token_urlsafe(9)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(chosen)
    return chosen
