"""What activities are tagged with: the education campaigns of the time, and a branch's brands."""

from django.db import models

from xiaoyi_partybuild.access.dates import Period
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from .organizations import Branch
from .scopes import hanging_on


class Education(Period):
    """An education campaign, such as the five (五个教育). The office edits the list; one that is over ends."""

    scope = Scope(Kind.REFERENCE, shared=True)

    name = models.CharField("名称", max_length=60, unique=True, error_messages={"unique": "已有这项教育"})
    place = models.PositiveSmallIntegerField("次序", default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "教育活动"
        ordering = ["place", "pk"]

    def __str__(self):
        return self.name


class Brand(Period):
    """A Party-building brand of a branch, such as 共享笔记 or 听书记说."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="brands")
    name = models.CharField("品牌名称", max_length=60)
    is_pilot = models.BooleanField("品牌建设试点", default=False)
    description = models.TextField("做法", blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党建品牌"
        ordering = ["branch", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"], name="brand_once", violation_error_message="这个党组织已有同名的品牌"
            )
        ]

    def __str__(self):
        return self.name
