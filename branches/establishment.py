"""Which form of Party organization an organization owes. First match wins. (Branch Work Regulations 2018, art. 4-5)"""

from django.db.models import Case, CharField, Q, TextChoices, Value, When

from .conditions import holds


class Duty(TextChoices):
    BUILD = "build", "应建立党组织"
    JOIN = "join", "应联合组建或就近加入"
    WORK = "work", "应派指导员、建群团组织开展党的工作"


def rules(minimum):
    """The table for a minimum of full members (3 by regulation). Probationary members never count."""
    return (
        (Duty.BUILD, Q(full_members__gte=minimum)),
        (Duty.JOIN, Q(full_members__gte=1)),
    )


OTHERWISE = Duty.WORK


def as_case(minimum):
    """The table as SQL, over rows that carry `full_members`."""
    whens = [When(condition, then=Value(duty)) for duty, condition in rules(minimum)]
    return Case(*whens, default=Value(OTHERWISE), output_field=CharField())


def of(full_members, minimum):
    """The table for one number, as a form preview asks it."""
    for duty, condition in rules(minimum):
        if holds(condition, {"full_members": full_members}):
            return duty
    return OTHERWISE
