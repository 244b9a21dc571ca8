"""Every model says where its rows hang, leaves by the scoped door, and speaks Chinese."""

import re

from django.db.models import AutoField, BigAutoField

from xiaoyi_partybuild.access.scoping import Scope, ScopedQuerySet

from .source import APPS, PROJECT

CHINESE = re.compile(r"[一-鿿]")


def ours(models):
    return [model for model in models if model.__module__.split(".")[0] in (PROJECT, *APPS)]


def every_model_has_a_scope(models):
    for model in models:
        if not isinstance(getattr(model, "scope", None), Scope):
            yield f"{model._meta.label} has no scope"
        if not isinstance(model._default_manager.all(), ScopedQuerySet):
            yield f"{model._meta.label} has a manager without visible_to"


def every_name_is_chinese(models):
    for model in models:
        if not CHINESE.search(str(model._meta.verbose_name)):
            yield f"{model._meta.label} has no Chinese name"
        for field in model._meta.local_fields:
            if not isinstance(field, (AutoField, BigAutoField)) and not CHINESE.search(str(field.verbose_name)):
                yield f"{field} has no Chinese name"


def every_constraint_speaks(models):
    """The database keeps the promise and says why, in the sentence that form, import and admin repeat."""
    for model in models:
        for constraint in model._meta.constraints:
            if constraint.violation_error_message == constraint.default_violation_error_message:
                yield f"{model._meta.label}: {constraint.name} does not say why"
