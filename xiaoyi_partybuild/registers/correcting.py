"""The form that corrects how a file was recognized: which sheet, where the table is, what columns and group rows mean."""

from dataclasses import replace

from django import forms

from xiaoyi_partybuild.ui.forms import DayField

from . import register
from .cells import index_of, letter
from .choices import Choices
from .columns import Choice, Lookup, Text
from .grid import DEEPEST
from .memory import ASK, COLUMN, GROUP, GROUP_KEY, LIKELY, Told
from .overview import target

NOT_USED, UNDECIDED = "", "?"
HEADER_SHOWN = "header_shown"  # with it, a form without a ticked row says that there is no header
GROUPS_NAMED = 3


class ChoicesForm(forms.Form):
    """Correct the sheet, the place of the table, the register, the date, and what columns and group rows mean.

    opened   letters of columns whose field is shown besides those that are unsure
    entered  what was filled in so far, to be shown again and not yet judged
    """

    register = forms.ChoiceField(label="登记表")
    sheet = forms.ChoiceField(label="工作表", required=False)
    as_of = DayField(label="统计日期", required=False, help_text="表里写了就不用填")
    header = forms.MultipleChoiceField(label="表头", required=False, widget=forms.CheckboxSelectMultiple)
    left = forms.ChoiceField(label="表格从哪一列", required=False)
    right = forms.ChoiceField(label="到哪一列", required=False)
    group = forms.ChoiceField(label="分组行说的是", required=False)

    def __init__(self, data=None, *, upload, review, opened=(), entered=None, by):
        super().__init__(data)
        self.choices, self.review = Choices.of(upload.choices), review
        self.declared = register.get(review["register"])
        filled = data or entered or {}
        self.asked = [one for one in review["columns"] if is_open(one) or one["column"] in opened or _name(one) in filled]
        self._offer(by)
        self._focus(opened)
        self.initial |= self._found() if entered is None else _as_entered(entered, self.fields)

    def _offer(self, by):
        review, offer = self.review, {}
        offer["register"] = [(one.slug, one.title) for one in register.offered(by)]
        offer["sheet"] = [(name, name or "（唯一的一张）") for name, can_be_chosen in review["sheets"] if can_be_chosen]
        offer["header"] = [(row["number"], f"第 {row['number']} 行") for row in review["preview"]["rows"]]
        offer["left"] = offer["right"] = [(one, f"{one} 列") for one in self._letters()]
        offer["group"] = [(NOT_USED, "不导入"), *self._group_targets()]
        for name, choices in offer.items():
            self.fields[name].choices = choices
        for name in [] if review["groups"] else ["group"]:
            del self.fields[name]
        for column in self.asked:
            self.fields[_name(column)] = self._column_field(column)

    def _focus(self, opened):
        """A field that was just asked for takes the focus."""
        for column in self.asked:
            if opened and column["column"] == opened[-1]:
                self.fields[_name(column)].widget.attrs["autofocus"] = True

    def _found(self):
        """What the engine found, or the person decided before."""
        review = self.review
        return {
            "register": review["register"],
            "sheet": review["sheet"],
            "as_of": self.choices.as_of,
            "header": self._header_rows(),
            "left": review["region"][0],
            "right": review["region"][1],
            "group": review["group"],
        }

    def _header_rows(self):
        rows = self.review["header_rows"]
        return list(range(rows[0], rows[1] + 1)) if rows else []

    def _letters(self):
        last = max(index_of(self.review["region"][1]), *(index_of(one["column"]) for one in self.review["columns"]))
        return [letter(index) for index in range(last + 1)]

    def _group_targets(self):
        columns = (one for one in self.declared.columns if one.target not in self.declared.identity and one.stored)
        return [(one.target, one.label) for one in columns if isinstance(one, (Choice, Lookup, Text)) and not one.several]

    # columns

    def _column_field(self, column):
        initial = UNDECIDED if column["confidence"] == ASK else target(column)
        first = [(UNDECIDED, "请选择")] if column["confidence"] == ASK else []
        label = f"{column['column']} 列 {column['path']}"
        choices = [*first, (NOT_USED, "不导入"), *self._targets(column)]
        return forms.ChoiceField(label=label, required=False, choices=choices, initial=initial)

    def _targets(self, column):
        """The register's columns by the part they belong to, those marked that another column is used for."""
        used = {target(one): one["column"] for one in self.review["columns"] if one["column"] != column["column"]}
        groups = {}
        for one in self.declared.columns:
            options = [(f"{one.target}={value}", f"{one.label}：{label}（打勾列）") for value, label in one.options]
            for value, words in [(one.target, one.label), *options]:
                mark = f"（已用 {used[value]} 列）" if value in used else ""
                groups.setdefault(self._part(one), []).append((value, words + mark))
        return list(groups.items())

    def _part(self, column):
        part = next((one for one in self.declared.parts if one.name == column.part), None)
        return part.model._meta.verbose_name if part else "只用来核对"

    @property
    def columns(self):
        """(column as recognized, its bound field) of the columns a person is asked about."""
        return [(column, self[_name(column)]) for column in self.asked]

    # what was said

    def clean_header(self):
        rows = sorted(map(int, self.cleaned_data["header"]))
        if rows and (rows[-1] - rows[0] >= len(rows) or len(rows) > DEEPEST):
            raise forms.ValidationError(f"表头要是连着的几行，最多 {DEEPEST} 行，请重新勾选")
        return rows

    def clean(self):
        cleaned = super().clean()
        if not self.errors and index_of(self._region()[0]) > index_of(self._region()[1]):
            self.add_error("right", "这一列在开头的列前面，请重新选")
        if not self.errors and self.is_same_table:
            self._check_columns(cleaned)
        return cleaned

    def _check_columns(self, cleaned):
        self._leave_out_rivals(cleaned)
        takers = {}
        for column in self.asked:
            chosen = cleaned[_name(column)]
            if chosen == UNDECIDED:
                self.add_error(_name(column), "还没有选；不要这一列就选“不导入”")
            elif chosen and chosen in takers:
                self.add_error(_name(column), f"{takers[chosen]} 列也选了这一项，一项只能选一列")
            takers[chosen] = column["column"]

    def _leave_out_rivals(self, cleaned):
        """Of several columns for one thing, who chooses one has left out the others."""
        taken = {cleaned[_name(column)] for column in self.asked}
        for column in self.asked:
            if cleaned[_name(column)] == UNDECIDED and column["rival"] in taken:
                cleaned[_name(column)] = NOT_USED

    def _region(self):
        """The first and the last column as posted; what was found where the page did not ask."""
        return [self.cleaned_data.get(name) or self._found()[name] for name in ("left", "right")]

    def _header(self):
        return self.cleaned_data["header"] if HEADER_SHOWN in self.data else self._header_rows()

    @property
    def is_same_sheet(self):
        return all(self.cleaned_data[name] == self.review[name] for name in ("register", "sheet"))

    @property
    def is_same_table(self):
        """Whether the columns asked about are still those of the table."""
        return self.is_same_sheet and (self._header(), self._region()) == (self._header_rows(), self.review["region"])

    def _said(self):
        """The columns a person said something about: what was unsure, and what was changed."""
        said = [(column, self.cleaned_data[_name(column)]) for column in self.asked] if self.is_same_table else []
        return [(column, chosen) for column, chosen in said if is_open(column) or chosen != target(column)]

    def chosen(self):
        """The upload's choices with this form's decisions put in; another table starts without the old one's."""
        before = self.choices if self.is_same_sheet else Choices(policy=self.choices.policy)
        as_of = self.cleaned_data["as_of"]
        said = {
            "sheet": self.cleaned_data["sheet"],
            "as_of": as_of.isoformat() if as_of else "",
            "columns": before.columns | {column["column"]: chosen for column, chosen in self._said()},
        }
        return replace(before, **said | (self._place() if self.is_same_sheet else {})).told()

    def _place(self):
        """What was changed about the place of the table and its group rows."""
        found, header, region = {}, self._header(), self._region()
        if header != self._header_rows():
            found["header"] = [header[0], header[-1]] if header else []
        if region != self.review["region"]:
            found["region"] = region
        return found | ({"group": self._said_group()} if self._said_group() != self.review["group"] else {})

    def _said_group(self):
        return self.cleaned_data.get("group", self.review["group"])

    def confirmed(self):
        """What to remember: [Told]."""
        told = [Told(COLUMN, column["key"], column["path"], chosen) for column, chosen in self._said()]
        if self.is_same_sheet and self._said_group() != self.review["group"]:
            labels = "、".join(self.review["groups"][:GROUPS_NAMED])
            told.append(Told(GROUP, GROUP_KEY, labels, self._said_group()))
        return told


def _name(column):
    return f"column_{column['column']}"


def _as_entered(entered, fields):
    return {name: entered.getlist(name) if name == "header" else entered[name] for name in fields if name in entered}


def is_open(column):
    """Whether a person should look at how this column was matched."""
    return column["confidence"] in (LIKELY, ASK)
