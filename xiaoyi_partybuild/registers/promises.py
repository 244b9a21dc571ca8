"""What a model promises about its rows, kept in memory: field rules, check constraints. No query per row."""

import operator
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

ANY_LENGTH = 10**9
COMPARE = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, wanted: value in wanted,
}

# Django's own wording, where it leaves open what to do. code: sentence with the error's parameters
SENTENCES = {
    "max_length": "太长了：有 {show_value} 个字，最多 {limit_value} 个字，请缩短",
    "max_value": "{show_value} 大于允许的 {limit_value}，请核对",
    "min_value": "{show_value} 小于允许的 {limit_value}，请核对",
    "invalid_choice": "“{value}”不在可选内容里，请改成名册用的说法",
}


def cleaned(column, value):
    """(the value as the column's model field wants it, "") or (None, what is wrong); a tuple of a column of several."""
    if not column.stored:
        return value, ""
    if not column.several:
        return _cleaned(column.model_field, value)
    found = [_cleaned(column.model_field, one) for one in value]
    return tuple(one for one, _ in found), next((wrong for _, wrong in found if wrong), "")


def _cleaned(field, value):
    if field.is_relation:
        return value, ""
    try:
        return field.clean(value, None), ""
    except ValidationError as error:
        return None, "；".join(map(_said, error.error_list))


@cache
def longest_plain(field):
    """Up to which length any text is right for a field; 0 for fields with rules of their own."""
    if type(field) not in (models.CharField, models.TextField) or field.choices:
        return 0
    if any(not isinstance(one, MaxLengthValidator) for one in field.validators):
        return 0
    return min((one.limit_value for one in field.validators), default=ANY_LENGTH)


def _said(error):
    sentence = SENTENCES.get(error.code)
    return sentence.format(**error.params) if sentence else error.messages[0]


def lacking(instance):
    """The fields without which a new row cannot be stored."""
    return [field for field in needed(type(instance)) if _is_blank(instance, field)]


@cache
def needed(model):
    """The fields of a model that neither may be empty nor fill themselves."""
    return [field for field in model._meta.concrete_fields if not (_may_be_empty(field) or _fills_itself(field))]


def _may_be_empty(field):
    return field.null or field.blank


def _fills_itself(field):
    return field.primary_key or field.has_default() or not field.editable


def _is_blank(instance, field):
    return getattr(instance, field.name if field.name in instance._state.fields_cache else field.attname) in (None, "")


def broken(instance):
    """The sentences of the check constraints that a row would break."""
    return [one.violation_error_message for one in checks(type(instance)) if holds(one.condition, instance) is False]


@cache
def checks(model):
    return [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]


def holds(condition, instance):
    """A condition asked of an object, with SQL's three answers: True, False, None for unknown.

    Also None for lookups that only the database can answer; it keeps its promise in any case.
    """
    answers = [_answer(one, instance) for one in condition.children]
    answer = JOIN[condition.connector](answers)
    return answer if answer is None or not condition.negated else not answer


def _answer(one, instance):
    if isinstance(one, Q):
        return holds(one, instance)
    return _compare(*one, instance) if isinstance(one, tuple) else None


def _all(answers):
    return False if False in answers else None if None in answers else True


def _any(answers):
    return True if True in answers else None if None in answers else False


def _odd(answers):
    return None if None in answers else sum(answers) % 2 == 1


JOIN = {Q.AND: _all, Q.OR: _any, Q.XOR: _odd}


def _compare(lookup, wanted, instance):
    name, _, how = lookup.partition("__")
    value = getattr(instance, name)
    wanted = getattr(instance, wanted.name) if isinstance(wanted, F) else wanted
    if how == "isnull" or wanted is None:
        return (value is None) == (wanted in (None, True))
    if value is None or (how or "exact") not in COMPARE:
        return None
    return COMPARE[how or "exact"](value, wanted)
