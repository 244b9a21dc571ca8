"""The one word for how an organization is covered on a day. First match wins."""

from django.db.models import Case, CharField, Q, TextChoices, Value, When

from orgs.models import Organization

from .coverage import CONDITIONS


class State(TextChoices):
    OUT = "out", "不在册"
    ORGANIZED = "organized", "组织覆盖"
    OWING = "owing", "应建未建"
    REACHED = "reached", "工作覆盖"
    UNREACHED = "unreached", "没有覆盖"

    @property
    def level(self):
        """How much attention it asks for."""
        return LEVELS[self]


LEVELS = {
    State.OUT: "same",
    State.ORGANIZED: "ok",
    State.OWING: "bad",
    State.REACHED: "new",
    State.UNREACHED: "warn",
}

BY_CONDITION = (State.ORGANIZED, State.OWING, State.REACHED)


def with_state(facts, *, on):
    """Annotate organizations that carry their facts with `state`."""
    registered = Organization.objects.registered(on=on).values("pk")
    whens = [When(CONDITIONS[state], then=Value(state)) for state in BY_CONDITION]
    return facts.annotate(
        state=Case(
            When(~Q(pk__in=registered), then=Value(State.OUT)),
            *whens,
            default=Value(State.UNREACHED),
            output_field=CharField(),
        )
    )
