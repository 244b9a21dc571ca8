"""Party-building instructors and the organizations they are sent to."""

from django.db import models

from orgs.models import Organization, Region
from xiaoyi_partybuild.access.dates import Period
from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager


class Instructor(models.Model):
    """A Party-building instructor (党建工作指导员)."""

    scope = Scope(
        Kind.BUSINESS,
        region=("region__code",),
        branch=("assignments__organization__coverages__branch", "assignments__organization__coverages__branch__superior"),
    )

    name = models.CharField("姓名", max_length=50)
    unit = models.CharField("工作单位", max_length=100, blank=True)
    title = models.CharField("职务", max_length=50, blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="派出区域", related_name="instructors")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党建指导员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit"], name="instructor_once", violation_error_message="这个单位已有同名的指导员"
            )
        ]

    def __str__(self):
        return self.name


class Assignment(Period):
    """An instructor is sent to an organization for a time."""

    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code",),
        branch=("organization__coverages__branch", "organization__coverages__branch__superior"),
        unless="organization__merged_into",
    )

    instructor = models.ForeignKey(Instructor, models.PROTECT, verbose_name="党建指导员", related_name="assignments")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="assignments")
    document = models.CharField("派出文号", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "指导员派驻"
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(
                fields=["instructor", "organization", "start"],
                name="assignment_once",
                violation_error_message="这次派驻已经登记",
            )
        ]

    def __str__(self):
        return f"{self.instructor} → {self.organization}"
