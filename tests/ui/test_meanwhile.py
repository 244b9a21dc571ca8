"""Two people with one record open: nothing is silently overwritten."""

import pytest

from orgs.models import Organization


@pytest.fixture
def organization(make, home):
    return make.organization(name="绵羊协会", address="府前街 1 号", remark="旧", region=home)


@pytest.fixture
def edit(organization):
    """A form as one person opened it, to be changed and sent."""

    def opened(client):
        address = f"/organizations/{organization.pk}/edit/"
        form = client.get(address).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        told = {name: "" if value is None else value for name, value in shown.items() if value is not False}
        told["region"] = organization.region_id
        return lambda **changed: client.post(address, told | changed)

    return opened


def stored(organization):
    return Organization.objects.get(pk=organization.pk)


def test_fields_others_changed_meanwhile_stay(client_of, department, township, organization, edit):
    mine, theirs = edit(client_of(department)), edit(client_of(township))
    assert theirs(address="府前街 2 号").status_code == 302
    assert mine(remark="新").status_code == 302
    assert (stored(organization).address, stored(organization).remark) == ("府前街 2 号", "新")


def test_of_a_field_both_changed_the_second_is_told_and_saves_knowingly(client_of, department, township, organization, edit):
    mine, theirs = edit(client_of(department)), edit(client_of(township))
    theirs(address="府前街 2 号")
    answer = mine(address="府前街 3 号")
    assert answer.status_code == 422
    assert "您打开这一页以后，王芳已改成“府前街 2 号”" in answer.content.decode()
    assert "府前街 3 号" in answer.content.decode()
    assert stored(organization).address == "府前街 2 号"
    assert mine(address="府前街 3 号", seen=answer.context["form"]["seen"].value()).status_code == 302
    assert stored(organization).address == "府前街 3 号"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_nonsense_in_what_was_seen_is_no_error(client_of, department, organization, edit, seen):
    assert edit(client_of(department))(remark="新", seen=seen).status_code == 302
