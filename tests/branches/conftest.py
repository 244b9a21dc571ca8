"""A branch with members, and the address of its new records."""

import pytest

from branches.enums import MemberCategory


@pytest.fixture
def roster(make, branch):
    """Five full members and one probationary."""
    full = [make.member(home_branch=branch) for _ in range(5)]
    return [*full, make.member(home_branch=branch, category=MemberCategory.PROBATIONARY)]


@pytest.fixture
def new(branch):
    return f"/branches/{branch.pk}/meetings/new/"
