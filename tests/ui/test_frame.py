"""The frame of every page: sections by right, sign-in, the error pages, the outdated browser."""

import pytest
from django.test import Client, RequestFactory
from django.views import defaults

from tests.factories import PASSWORD

TRIDENT = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"


@pytest.mark.parametrize(
    ("person", "sections"),
    [
        ("department", ["工作台", "社会组织", "党组织", "导入", "维护"]),
        ("township", ["工作台", "社会组织", "党组织", "导入"]),
        ("secretary", ["工作台", "社会组织", "党组织", "导入"]),
        ("officer", ["工作台", "社会组织", "党组织"]),
        ("admin_user", ["授权", "维护"]),
    ],
)
def test_the_top_bar_shows_what_the_person_may_do(request, client_of, person, sections):
    address = "/rights/" if "授权" in sections else "/organizations/"
    page = client_of(request.getfixturevalue(person)).get(address).content.decode()
    bar = page.split('<nav class="sections"')[1].split("</nav>")[0]
    assert [word for word in ("工作台", "社会组织", "党组织", "导入", "授权", "维护") if f">{word}</a>" in bar] == sections
    assert f'aria-current="page">{"授权" if "授权" in sections else "社会组织"}</a>' in bar
    assert bar.count("aria-current") == 1


def test_a_person_signs_in_and_out(secretary):
    client = Client()
    assert client.get("/organizations/").headers["Location"] == "/login/?next=/organizations/"
    answer = client.post("/login/", {"username": "secretary", "password": PASSWORD, "next": "/organizations/"})
    assert answer.headers["Location"] == "/organizations/"
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/organizations/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": "secretary", "password": "wrong"}, "用户名或密码不正确"),
        ({"username": "", "password": ""}, "没有填写密码"),
    ],
)
def test_a_failed_sign_in_says_what_to_do(secretary, typed, said):
    page = Client().post("/login/", typed).content.decode()
    assert said in page.split("errsum")[1]
    assert "<title>错误：" in page


def test_the_demo_says_that_it_is_one(db, settings):
    assert "演示环境" in Client().get("/login/").content.decode()
    settings.PROFILE = "production"
    assert "演示" not in Client().get("/login/").content.decode()


def test_an_outdated_browser_is_told_how_to_switch(db):
    assert "极速模式" in Client().get("/login/", headers={"user-agent": TRIDENT}).content.decode()
    assert "极速模式" not in Client().get("/login/").content.decode()


def test_an_unknown_page_is_answered_in_chinese(client_of, department):
    answer = client_of(department).get("/nothing/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_a_form_from_an_expired_page_says_so(db):
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "said"),
    [
        (lambda request: defaults.server_error(request), 500, "系统出错"),
        (lambda request: defaults.bad_request(request, ValueError()), 400, "请求不正确"),
    ],
)
def test_an_error_page_needs_no_database(view, status, said):
    """Without the db fixture any query here fails."""
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status
    assert said in answer.content.decode()
