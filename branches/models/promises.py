"""Promises about dates that several tables make to the database, each with the sentence people read."""

from django.db.models import CheckConstraint, F, Q


def in_order(model, earlier, later, sentence):
    """The later day is not before the earlier one; an unknown day breaks nothing."""
    return CheckConstraint(
        condition=Q(**{earlier: None}) | Q(**{later: None}) | Q(**{f"{later}__gte": F(earlier)}),
        name=f"{model}_{later}_after_{earlier}"[:60],
        violation_error_message=sentence,
    )
