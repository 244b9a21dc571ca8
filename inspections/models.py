"""What the registering authority concluded: annual inspections and grades."""

from django.db import models

from orgs.models import Organization
from xiaoyi_partybuild.access.dates import Period
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from .enums import Conclusion, Grade

SCOPE = Scope(
    Kind.INSPECTION,
    region=("organization__region__code",),
    branch=("organization__coverages__branch", "organization__coverages__branch__superior"),
    unless="organization__merged_into",
)


class AnnualInspection(models.Model):
    """A year's verdict. Registers know more words than the three of the rules; the word itself is kept beside it."""

    scope = SCOPE

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="inspections")
    year = models.PositiveIntegerField("年度")
    conclusion = models.CharField("年检结论", max_length=12, choices=Conclusion)
    as_written = models.CharField("年检结论原文", max_length=50, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "年度检查"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year"],
                name="inspection_once_a_year",
                violation_error_message="这一年度的年检已经登记",
            )
        ]

    def __str__(self):
        return f"{self.year} 年度 {self.as_written or self.get_conclusion_display()}"


class Grading(Period):
    """A grade with its validity as it was announced; a word outside the five is kept as it was written."""

    scope = SCOPE

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="gradings")
    grade = models.CharField("评估等级", max_length=5, choices=Grade)
    as_written = models.CharField("评估等级原文", max_length=50, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "等级评估"
        ordering = ["-start"]

    def __str__(self):
        return self.as_written or self.get_grade_display()
