"""Where the rows of this app hang."""

from xiaoyi_partybuild.access.scoping import Kind, Scope


def hanging_on(branch, kind=Kind.BUSINESS):
    """The scope of a row that belongs to a branch: its region, itself, the branch above it, the further manager."""
    return Scope(
        kind,
        region=(f"{branch}__region__code",),
        branch=(branch, f"{branch}__superior", f"{branch}__further_manager"),
    )
