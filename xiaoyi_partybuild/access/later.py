"""What the journal says about one row, which came through the door: its newest change, and those since another."""

from .models import Change


def newest(instance):
    """The key of the newest change; 0 for none."""
    return Change.objects.of(instance).values_list("pk", flat=True).first() or 0


def since(instance, seen):
    """The changes after the one with that key, the oldest first."""
    return list(Change.objects.of(instance).filter(pk__gt=seen).order_by("pk"))
