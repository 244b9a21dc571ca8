"""The people of the cast, the places they work in, and the helpers every test may ask for."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis

from tests import factories
from tests.flushing import record_may_be_flushed
from xiaoyi_partybuild.accounts.roles import Role

FEW, MANY = 2, 20

# A busy machine is no reason to fail: no example has a time limit of its own.
hypothesis.register_profile("steady", deadline=None)
hypothesis.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _tables_that_only_grow_are_emptied_between_tests():
    with record_may_be_flushed():
        yield


@pytest.fixture
def make(db):
    """The factories; asking for them by this name brings the database along."""
    return factories


@pytest.fixture
def regions(db):
    """By code: Shanxi > Lüliang > Xiaoyi with two townships, and the neighbouring county of Wenshui with one."""
    return {code: factories.region(code) for code in factories.NAMES}


@pytest.fixture
def home(regions):
    """The township of `township` and of the branch of `secretary`."""
    return regions[factories.XIAOYI + "001"]


@pytest.fixture
def elsewhere(regions):
    """A township of Xiaoyi that is neither `township`'s nor `secretary`'s."""
    return regions[factories.XIAOYI + "002"]


@pytest.fixture
def abroad(regions):
    """A township outside Xiaoyi: out of everybody's reach."""
    return regions[factories.WENSHUI + "100"]


@pytest.fixture
def branch(home):
    """The branch of `secretary`."""
    return factories.branch(region=home, name="绵羊协会党支部")


@pytest.fixture
def department(regions):
    """工作人员 for the whole of Xiaoyi."""
    return factories.user(Role.DEPARTMENT, region=regions[factories.XIAOYI], username="department", name="李文")


@pytest.fixture
def township(home):
    return factories.user(Role.TOWNSHIP, region=home, username="township", name="王芳")


@pytest.fixture
def secretary(branch):
    return factories.user(Role.SECRETARY, branch=branch, username="secretary", name="赵新民")


@pytest.fixture
def officer(regions):
    return factories.user(Role.OFFICER, region=regions[factories.XIAOYI], username="officer", name="孙宁")


@pytest.fixture
def admin_user(regions):
    return factories.user(Role.ADMIN, region=regions[factories.XIAOYI], username="admin", name="周安")


@pytest.fixture
def security(regions):
    return factories.user(Role.SECURITY, region=regions[factories.XIAOYI], username="security", name="吴静")


@pytest.fixture
def auditor(regions):
    return factories.user(Role.AUDITOR, region=regions[factories.XIAOYI], username="auditor", name="郑明")


@pytest.fixture
def leader(regions):
    return factories.user(Role.LEADER, region=regions[factories.XIAOYI], username="leader", name="冯远")


@pytest.fixture
def outsider(db):
    """Signed in, without any grant."""
    return factories.user(username="outsider", name="吴外")


@pytest.fixture
def client_of():
    """A browserless client signed in as that person."""

    def sign_in(person):
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def queries_of():
    """How many queries a call asks."""

    def count(call):
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture
def same_queries(queries_of):
    """Assert that `ask` needs as many queries with 20 new rows as with 2; returns that number.

    same_queries(lambda: client.get("/organizations/"), make.organization)
    """

    def check(ask, add_row):
        for _ in range(FEW):
            add_row()
        ask()
        with_few = queries_of(ask)
        for _ in range(MANY - FEW):
            add_row()
        with_many = queries_of(ask)
        assert with_few == with_many, f"{with_few} queries with {FEW} rows, {with_many} with {MANY}"
        return with_few

    return check
