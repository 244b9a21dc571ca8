"""Whose work a command does: the person named by --by, else the system's."""

from django.contrib.auth import get_user_model
from django.core.management import CommandError

from xiaoyi_partybuild.access.scoping import SYSTEM


def acting(username):
    """The account of that name, or the system without one. An unknown name ends the command with status 2."""
    if not username:
        return SYSTEM
    users = get_user_model()
    try:
        return users.objects.get_by_natural_key(username)
    except users.DoesNotExist as error:
        raise CommandError(f"没有用户名为“{username}”的账号，请核对 --by", returncode=2) from error
