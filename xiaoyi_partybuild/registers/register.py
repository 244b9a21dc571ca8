"""A register is a declaration: one class per spreadsheet in <app>/registers.py, found at start."""

from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured

from xiaoyi_partybuild.access.scoping import EDIT, VIEW

AUTO = "auto"
AS_OF = "as_of"

REGISTRY = {}


@dataclass(frozen=True)
class Part:
    """One object per row (`each`: one per element of a list column).

    name        the part's name in targets: "organization.name" fills `name` of the part "organization".
                A foreign key whose field name is another part's name links to that part's object of the same row.
    model       the model of the object
    keys        tuples of fields that identify a known object, best first. The first key whose values are all present and
                which finds exactly one object wins; two keys that find different objects are an error.
                "former_names__name=name" looks the value of `name` up elsewhere.
    creates     False: a row whose object is not known is held back
    given       {field: value} for what the sheet does not say in a column: AS_OF for the sheet's date,
                "part.field" for what the same row says elsewhere, a function of the row's values, anything else as a
                constant. Helps to find an object and fills new ones; never changes a known one
    each        the field of this part whose column reads a list
    supersedes  fields; when a new Period row is made, others in force with equal values in them get its start as their end
    renewed     another start is another period (a grade given again), not a correction of the first
    closed_by   the link to the part whose row may say, by Register.ended, that stored Period rows of this part have ended
    repeats     the first part's object may stand in several rows, each with something further about it
    """

    name: str
    model: type
    keys: tuple
    creates: bool = True
    given: dict = field(default_factory=dict)
    each: str = ""
    supersedes: tuple = ()
    renewed: bool = False
    closed_by: str = ""
    repeats: bool = False


@dataclass(frozen=True)
class Finding:
    """What a register's own check has to say about a row. level: "error" holds the row back, "warning" and "note" do not."""

    target: str
    level: str
    message: str
    proposal: str | None = None


class Register:
    """Subclass with these attributes; the class registers itself under its slug.

    slug      name in commands and addresses        title   name on screen
    parts     parents before children; the first is what a row is about
    columns   instances of registers.columns, in official order
    complete  True: the workbook lists everything there is, so what it lacks is shown as absent (never deleted)
    group     the target that group rows between the data ("一、社会团体", "新义街道（12家）") speak about, "" for none
    rules     what the cells of a row, and the rows among themselves, must agree about (registers.rules)
    """

    slug = title = ""
    parts = columns = rules = ()
    complete = False
    group = ""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.slug:
            REGISTRY[cls.slug] = cls()

    def fill(self, values):
        """{target: value} for what follows from the row's other values. `values` maps targets to what was read."""
        return {}

    def check(self, values):
        """Findings about one row as a whole."""
        return ()

    def follow_up(self, part, instance, old, *, on):
        """Further new objects that a change to a known one calls for, such as its former name.

        part: the part's name; old: {field: value before} of what the row changes; on: the sheet's date.
        """
        return ()

    def ended(self, part, stored, values):
        """Whether a row says that a stored row of a part with `closed_by` has ended: True, False, or a doubt in words."""
        return False

    def resembling(self, *, by):
        """A function from a row's {target: value} and number to the Finding about what else it may mean, or None: a stored
        object, or that of an earlier row.

        It is asked about rows whose first object no key finds, in their order, and made when a file has the first such row.
        """
        return lambda values, number: None

    def population(self, rows, *, on):
        """Of the first part's rows that a person may see, those that a complete workbook should list."""
        return rows

    def listed(self, *, by, on):
        """The rows a complete workbook should list, as far as this person may see them."""
        return self.population(self.parts[0].model._default_manager.visible_to(by), on=on)

    @cached_property
    def by_target(self):
        return {column.target: column for column in self.columns}

    @cached_property
    def stored(self):
        """The columns of which something is kept, bound to their model fields; refusing a declaration that cannot work."""
        known = {part.name: part for part in self.parts}
        found = tuple(column for column in self.columns if column.stored)
        for column in found:
            if column.part not in known:
                raise ImproperlyConfigured(f"{self.slug}: {column.target} names no part of this register")
            column.model_field = self._model_field(known[column.part], column)
            column.bind(column.model_field)
        return found

    @cached_property
    def by_part(self):
        """{part name: its columns}."""
        return {part.name: [column for column in self.stored if column.part == part.name] for part in self.parts}

    def _model_field(self, part, column):
        try:
            return part.model._meta.get_field(column.field)
        except FieldDoesNotExist as error:
            raise ImproperlyConfigured(f"{self.slug}: {part.model.__name__} has no field {column.field}") from error

    @property
    def is_dated(self):
        """Whether the day of a sheet, or of the import, says anything."""
        return any(source == AS_OF for part in self.parts for source in part.given.values())

    @cached_property
    def identity(self):
        """Targets of which a workbook needs at least one: the first part's keys, one-field keys as columns."""
        part = self.parts[0]
        fields = {entry.partition("=")[2] or entry for key in part.keys for entry in key}
        return tuple(column.target for column in self.by_part[part.name] if column.field in fields)


def readable(by):
    """The registers whose rows this person may see."""
    return [one for one in REGISTRY.values() if by.reach(VIEW, one.parts[0].model.scope.kind)]


def offered(by):
    """The registers whose rows this person may edit."""
    return [one for one in REGISTRY.values() if by.reach(EDIT, one.parts[0].model.scope.kind)]


def get(slug):
    """The register of that name; KeyError when there is none."""
    return REGISTRY[slug]
