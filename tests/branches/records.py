"""The form of a record as a browser sends it."""

from django.utils import timezone

TODAY = timezone.localdate()
KEY = "11111111-1111-4111-8111-111111111111"
FORMSET = {"vote-TOTAL_FORMS": "1", "vote-INITIAL_FORMS": "0", "vote-MIN_NUM_FORMS": "0", "vote-MAX_NUM_FORMS": "30"}


def said(**given):
    return (
        FORMSET
        | {
            "key": KEY,
            "version": "0",
            "act": "file",
            "type": "general",
            "held_on": TODAY.isoformat(),
            "topic": "学习贯彻全会精神",
        }
        | given
    )
