"""The small town of the API's questions, with imports under way."""

from django.utils import timezone

from tests import story
from tests.api_fuzz import world


def told():
    """The Site, stored in the database at hand."""
    site = world.told()
    story.bring_in(by=site.accounts["department"], today=timezone.localdate())
    return site
