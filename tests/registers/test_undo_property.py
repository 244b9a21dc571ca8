"""Import, random edits, undo: untouched cells equal the state before, edited cells are asked about, answers are obeyed.

What has to come out is worked out from copies of the tables alone, without the journal that the undo itself goes by.
"""

from contextlib import suppress

from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from branches.models import Branch, Coverage
from orgs.models import FormerName, Headcount, MassOrganization, Organization
from tests import factories
from tests.registers import books
from tests.registers.declared import LEDGER, SOCIETIES
from tests.registers.test_plan import BAND, HEADER, MERGED, row
from xiaoyi_partybuild.access.questions import KEEP, RESTORE
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import survey, undo

MODELS = [apps.get_model(label) for label in ("orgs.Organization", "orgs.FormerName", "orgs.Headcount")]
MODELS += [Branch, Coverage, MassOrganization]
LABELS = {model: model._meta.label_lower for model in MODELS}
NAMES = [f"第{number}协会" for number in range(6)]
KNOWN = 3


def society(number, suffix, person, day):
    """A row of the register of names; with a suffix it renames the organization."""
    return row(NAMES[number] + suffix, number + 1, person=person, day=day)


def entry(number, members, branch, since, union):
    """A row of the ledger about an organization known before, covered since a month."""
    return [NAMES[number], members, 0, branch, "2016年7月", None, "√", since, union]


words = st.sampled_from(["甲", "乙", "丙"])
days = st.sampled_from(["2015年6月", "2016-01-02"])
months = st.sampled_from(["2016-07", "2017-08"])
branches = st.sampled_from(["联合支部", "新支部"])
society_rows = st.builds(society, st.integers(0, len(NAMES) - 1), st.sampled_from(["", "联合会"]), words, days)
entry_rows = st.builds(entry, st.integers(0, KNOWN - 1), st.integers(1, 9), branches, months, st.sampled_from(["√", None]))
societies = st.lists(society_rows, min_size=1, max_size=5, unique_by=lambda one: one[1])
ledger = st.lists(entry_rows, min_size=1, max_size=3, unique_by=lambda one: one[0])
EDITS = {
    (Organization, "legal_representative"): words,
    (Organization, "address"): words,
    (Organization, "registered_on"): st.sampled_from(["2015-06", "2016-01-02", "2020"]),
    (Organization, "name"): st.sampled_from(["改过的名称", NAMES[0]]),
    (FormerName, "name"): words,
    (Headcount, "members_all"): st.integers(10, 12),
    (Branch, "remark"): words,
    (Coverage, "end"): st.sampled_from([None, "2024-01-01"]),
    (Coverage, "is_primary"): st.booleans(),
    (MassOrganization, "start"): st.sampled_from(["2020", "2021"]),
}


class Rollback(Exception):
    pass


def tables():
    """{(label, key): {column: value}} of every row that an import may touch."""
    return {(LABELS[model], one["id"]): one for model in MODELS for one in model._base_manager.values()}


@st.composite
def edits(draw):
    model, field = draw(st.sampled_from(sorted(EDITS, key=str)))
    return model, field, draw(st.integers(0, 20)), draw(EDITS[model, field])


def carry_out(edit):
    """Write one field of one of the rows; or hang something on an organization."""
    model, field, place, value = edit
    rows = list(model._base_manager.order_by("pk"))
    if not rows:
        return
    instance = rows[place % len(rows)]
    setattr(instance, field, value)
    factories.saved(instance)
    if model is Organization and place > 15:
        factories.former_name(organization=instance)


class Expected:
    """What an undo has to ask and to leave, from three copies of the tables: before, after the import, now."""

    def __init__(self, before, after, now):
        self.before, self.after, self.now = before, after, now
        self.made = {key for key in after if key not in before and key in now}
        self.cells = {
            (*key, column)
            for key in before
            if key in after and key in now
            for column, written in after[key].items()
            if before[key][column] != written and now[key][column] not in (written, before[key][column])
        }
        self.rows = {key for key in self.made if after[key] != now[key]}
        self.forced = {
            target for key, column, target in self._links(set(now) - self.made) if not self._is_written(key, column)
        }

    @property
    def asked(self):
        return self.cells | {(*key, "") for key in self.rows | self.forced}

    def left(self, decisions):
        """The tables that have to be left, given {(label, key, column): KEEP or RESTORE}."""
        kept = self.forced | {key for key in self.rows if decisions[*key, ""] == KEEP}
        kept_cells = {cell for cell in self.cells if decisions[cell] == KEEP}
        others = self._links(set(self.now) - self.made)
        needed = {target for key, column, target in others if (*key, column) in kept_cells}
        while more := (needed | {target for _, _, target in self._links(kept)}) - kept:
            kept |= more
        rows = {key: values for key, values in self.now.items() if key not in self.made or key in kept}
        return {key: self._row(key, values, kept_cells) for key, values in rows.items()}

    def _row(self, key, values, kept_cells):
        if key not in self.before or key not in self.after:
            return values
        return {name: self._cell(key, name, value, kept_cells) for name, value in values.items()}

    def _cell(self, key, name, value, kept_cells):
        return self.before[key][name] if self._is_written(key, name) and (*key, name) not in kept_cells else value

    def _is_written(self, key, column):
        return key in self.before and key in self.after and self.before[key][column] != self.after[key][column]

    def _links(self, keys):
        """(key, column, key of the made row that this cell points at)."""
        for key in keys:
            for link in LINKS[key[0]]:
                target = (link.related_model._meta.label_lower, self.now[key][link.attname])
                if target in self.made:
                    yield key, link.attname, target


LINKS = {
    LABELS[model]: [field for field in model._meta.concrete_fields if field.related_model in MODELS] for model in MODELS
}


def check_undo(batch, before, after, data):
    """Undo with random answers; compare the questions and what is left."""
    expected, found = Expected(before, after, tables()), survey(batch)
    asked = {(one.model, one.pk, one.column) for one in found.questions}
    assert asked == expected.asked
    decisions = {cell: data.draw(st.sampled_from([KEEP, RESTORE]), label=str(cell)) for cell in sorted(asked)}
    answers = {one.key: decisions[one.model, one.pk, one.column] for one in found.questions}
    undo(batch, by=SYSTEM, decisions=answers, seen=found.digest)
    assert tables() == expected.left(decisions)


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), of_societies=societies, of_ledger=ledger, between=st.lists(edits(), max_size=4),
       afterwards=st.lists(edits(), max_size=6), latest_first=st.booleans())  # fmt: skip
def test_untouched_cells_equal_the_state_before_and_edited_ones_are_asked_about(
    imported, regions, data, of_societies, of_ledger, between, afterwards, latest_first
):
    with suppress(Rollback), transaction.atomic():
        known = [factories.organization(name=name, credit_code=row(number=n + 1)[1]) for n, name in enumerate(NAMES[:KNOWN])]
        factories.coverage(organization=known[0])
        states, batches = [tables()], []
        for workbook, register, further in (
            (books.csv([HEADER, *of_societies]), SOCIETIES, between),
            (books.xlsx([*BAND, *of_ledger], sheet="台账", merged=MERGED), LEDGER, afterwards),
        ):
            batches.append(imported(workbook, register.slug).batch)
            states.append(tables())
            for edit in further:
                carry_out(edit)
            states.append(tables())
        undos = [(batches[0], states[0], states[1]), (batches[1], states[2], states[3])]
        for batch, before, after in reversed(undos) if latest_first else undos:
            if batch is not None:
                check_undo(batch, before, after, data)
        raise Rollback
