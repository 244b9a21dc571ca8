"""Where the rows of this app hang."""

from xiaoyi_partybuild.access.scoping import Kind, Scope


def hanging_on(branch, kind=Kind.BUSINESS, *, also=None):
    """The scope of a row that belongs to a branch: its region, itself, the branch above it, the further manager.

    also: the link to a second branch it belongs to as well.
    """
    branches, managers = [branch, also] if also else [branch], ("", "__superior", "__further_manager")
    return Scope(
        kind,
        region=tuple(f"{branch}__region__code" for branch in branches),
        branch=tuple(f"{branch}{manager}" for branch in branches for manager in managers),
    )
