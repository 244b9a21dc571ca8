"""The life of one organization on one line: registration, states, coverage, instructors, inspections, grades."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """`day` is a date of any precision and sorts as text; `when` is shown instead of it when the day is not known."""

    day: str
    words: str
    when: str = ""
    begins: bool = False


def of(dossier):
    """Events up to the dossier's day, the earliest first, an end before a beginning; what has no date is left out."""
    events = [event for event in _all(dossier) if event.day and event.day <= dossier.on.isoformat()]
    return sorted(events, key=lambda event: (event.day, event.begins))


def _all(dossier):
    yield Event(dossier.organization.registered_on, "成立登记")
    for name in dossier.former_names:
        yield Event(name.until, f"更名，原名“{name.name}”")
    for status in dossier.statuses:
        yield from _ends(status, status.get_status_display(), f"“{status.get_status_display()}”解除")
    for coverage in dossier.coverages:
        mode = coverage.get_mode_display()
        yield from _ends(coverage, f"{mode}：{coverage.branch}", f"不再由{coverage.branch}覆盖（{mode}）")
    for assignment in dossier.assignments:
        name = assignment.instructor.name
        yield from _ends(assignment, f"派驻党建指导员{name}", f"党建指导员{name}派驻结束")
    for mass in dossier.mass_organizations:
        yield from _ends(mass, f"建立{mass}", f"撤销{mass}")
    for grading in dossier.gradings:
        yield Event(grading.start, f"等级评估：{grading}")
    for inspection in dossier.inspections:
        words = f"年度检查：{inspection.as_written or inspection.get_conclusion_display()}"
        yield Event(f"{inspection.year}-12-31", words, when=f"{inspection.year} 年度")


def _ends(period, began, ended):
    yield Event(period.start, began, begins=True)
    yield Event(period.end, ended)
