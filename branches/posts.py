"""Who leads a Party organization on a day."""

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from xiaoyi_partybuild.access.dates import in_force

from .enums import PostTitle
from .models import Post


def secretary(*, on, branch="pk"):
    """The secretary's name as an annotation; `branch` is the path from the row to its Party organization's key."""
    held = Post.objects.filter(in_force(on), branch=OuterRef(branch), title=PostTitle.SECRETARY).order_by("-start")
    return Coalesce(Subquery(held.values("name")[:1]), Value(""), output_field=CharField())
