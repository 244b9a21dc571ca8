"""One thing that happened is one line: who, when, from where, what; told with what was done, or after what was refused."""

import pytest
from django.db import transaction
from django.test import RequestFactory

from xiaoyi_partybuild.access import events, origin
from xiaoyi_partybuild.access.events import Event, Kind, Result


def test_an_event_says_who_what_and_from_where(department, make):
    place = origin.current.set(origin.Origin("10.0.0.7", "0a1b2c3d"))
    try:
        row = make.organization()
        events.tell(Kind.UNMASKED, by=department, about=row, reason="核对", facts={"columns": ["phone"]})
    finally:
        origin.current.reset(place)
    told = Event.objects.get(kind=Kind.UNMASKED)
    assert (told.by, told.address, told.number) == (department, "10.0.0.7", "0a1b2c3d")
    assert (told.model, told.object_pk, told.result) == ("orgs.organization", row.pk, Result.OK)
    assert (told.reason, told.facts) == ("核对", {"columns": ["phone"]})


def test_a_change_of_what_others_are_measured_by_is_told_as_a_setting(make):
    region, organization = make.region("141199"), make.organization()
    told = {(one.model, one.object_pk): one.kind for one in Event.objects.all()}
    assert told["orgs.region", region.pk] == Kind.SETTINGS_CHANGED
    assert told["orgs.organization", organization.pk] == Kind.CHANGED


def test_an_event_may_be_about_a_text_and_by_nobody(db):
    told = events.tell(Kind.SIGNED_IN, about="x" * 300, result=Result.REFUSED)
    assert (told.by, told.text, told.address) == (None, "x" * 200, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("result", "error"), [(Result.OK, ZeroDivisionError), (Result.REFUSED, RuntimeError)])
def test_what_was_done_goes_with_its_transaction_and_what_was_refused_cannot_be_told_inside(result, error):
    def act():
        with transaction.atomic():
            events.tell(Kind.EXPORTED, result=result)
            raise ZeroDivisionError

    with pytest.raises(error):
        act()
    assert Event.objects.count() == 0


def test_a_request_tells_its_address_and_number_to_whoever_is_below(settings):
    settings.TRUSTED_PROXIES = ("10.0.0.1",)
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "1.2.3.4, 5.6.7.8"})
    request.number = "0a1b2c3d"
    assert origin.of(request) == origin.Origin("5.6.7.8", "0a1b2c3d")
