"""What was changed together is seen as far as the reach goes; one change is taken back, and no later one with it."""

import pytest

from orgs.models import Organization
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.events import Event, Kind
from xiaoyi_partybuild.access.models import Change


@pytest.fixture
def here(make, home):
    return make.organization(name="孝义市焦炭协会", region=home)


@pytest.fixture
def there(make, elsewhere):
    return make.organization(name="孝义市核桃协会", region=elsewhere)


@pytest.fixture
def batch(here, there, department):
    here.name, here.address, there.name = "孝义市焦化协会", "府前街", "孝义市干果协会"
    return writing.save_all([here, there], by=department, title="批量更名", reason="按文件更名")


def stored(row, *names):
    return Organization.objects.values_list(*names).get(pk=row.pk)


def newest(row):
    return Change.objects.of(row).first().pk


def test_the_history_leads_to_what_was_changed_together(client_of, department, here, batch):
    page = client_of(department).get(f"/organizations/{here.pk}/?tab=history").content.decode()
    assert f'href="/changes/{batch.pk}/"' in page
    assert "按文件更名" in page


def test_everybody_sees_of_it_what_lies_within_the_reach(client_of, department, township, batch, abroad, make, regions):
    whole = client_of(department).get(f"/changes/{batch.pk}/").content.decode()
    part = client_of(township).get(f"/changes/{batch.pk}/").content.decode()
    assert "孝义市焦化协会" in whole
    assert "孝义市干果协会" in whole
    assert "孝义市焦化协会" in part
    assert "干果" not in part
    assert "核桃" not in part


def test_what_lies_outside_the_reach_does_not_exist(client_of, township, department, there):
    there.name = "孝义市干果协会"
    batch = writing.save_all([there], by=department, title="更名")
    assert client_of(township).get(f"/changes/{batch.pk}/").status_code == 404
    assert client_of(township).post(f"/changes/{newest(there)}/revert/", {"reason": "x"}).status_code == 404
    assert stored(there, "name") == ("孝义市干果协会",)


def test_one_change_is_taken_back_with_a_reason(client_of, department, here, there, batch):
    answer = client_of(department).post(f"/changes/{newest(here)}/revert/", {"reason": "更名文件作废"}, follow=True)
    assert "已恢复：社会组织名称" in answer.content.decode()
    assert stored(here, "name", "address") == ("孝义市焦炭协会", "")
    assert stored(there, "name") == ("孝义市干果协会",)
    told = Event.objects.get(kind=Kind.UNDONE)
    assert (told.by, told.reason, told.object_pk) == (department, "更名文件作废", here.pk)


def test_what_was_changed_since_stays(client_of, department, here, batch):
    change = newest(here)
    here.name = "孝义市煤焦协会"
    writing.save(here, by=department)
    client_of(department).post(f"/changes/{change}/revert/", {"reason": "x"})
    assert stored(here, "name", "address") == ("孝义市煤焦协会", "")
    answer = client_of(department).post(f"/changes/{change}/revert/", {"reason": "x"}, follow=True)
    assert "之后又改过" in answer.content.decode()


def test_a_reason_is_wanted(client_of, department, here, batch):
    answer = client_of(department).post(f"/changes/{newest(here)}/revert/", {"reason": " "}, follow=True)
    assert "请写明原因" in answer.content.decode()
    assert stored(here, "name") == ("孝义市焦化协会",)


def test_a_creation_is_not_taken_back_here(client_of, department, here):
    assert client_of(department).post(f"/changes/{newest(here)}/revert/", {"reason": "x"}).status_code == 404


def test_what_a_constraint_forbids_is_said(client_of, department, here, there, batch, make):
    make.organization(name="另一家", region=here.region, credit_code=None)
    here.credit_code, code = None, here.credit_code
    writing.save(here, by=department)
    change = newest(here)
    there.credit_code = code
    writing.save(there, by=department)
    answer = client_of(department).post(f"/changes/{change}/revert/", {"reason": "x"}, follow=True)
    assert "没有恢复" in answer.content.decode()
    assert stored(here, "credit_code") == (None,)
