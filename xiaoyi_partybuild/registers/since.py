"""What has happened to the rows that a register reads and writes since a moment, as the journal tells it."""

from dataclasses import dataclass, field

from django.db.models import Count, Max
from django.db.models.sql.query import Query

from xiaoyi_partybuild.access.models import Change

from .columns import List, Lookup
from .known import spans

MOST = 10_000  # changes; after more of them everything is read


@dataclass
class Touched:
    """keys: of the first part's objects; words: texts by which such an object may now be found, or no longer."""

    keys: set = field(default_factory=set)
    words: set = field(default_factory=set)


class Journal:
    """first: the model that the rows are about; hosted: {other model: its column that leads to the first};
    others: labels of what else decides what a row means, such as regions."""

    def __init__(self, register, known):
        self.first, self.known = register.parts[0].model, known
        near = {part.model for part in register.parts} | _along_keys(known)
        self.hosted = {model: link for model in near - {self.first} if (link := _link(model, self.first))}
        beside = (near - {self.first} - self.hosted.keys()) | looked_up(register)
        for model in {self.first, *self.hosted}:
            beside |= {one for lookup in model.scope.region for one in _along(model, lookup)} - {self.first}
        self.others = {_label(model) for model in beside}
        self.named = {entry.lookup.split("__")[-1] for key in known.keys for entry in key}

    @property
    def _changes(self):
        labels = {_label(model) for model in (self.first, *self.hosted)} | self.others
        return Change.objects.filter(model__in=labels)

    def moment(self):
        """[the last change, how many there are]: parallel writers may store later what was numbered earlier."""
        told = self._changes.aggregate(last=Max("pk"), number=Count("pk"))
        return [told["last"] or 0, told["number"]]

    def since(self, moment, batch):
        """Touched, what a batch itself has created left out; None where it cannot be told object by object."""
        last, number = moment
        changes = self._changes.exclude(batch=batch, action=Change.Action.CREATE, model=_label(self.first))
        later = changes.filter(pk__gt=last)
        if self._changes.filter(pk__lte=last).count() != number or later.filter(model__in=self.others).exists():
            return None
        rows = list(later.values_list("model", "object_pk", "before", "after")[: MOST + 1])
        return self._touched(rows) if len(rows) <= MOST else None

    def _touched(self, rows):
        found = Touched()
        for label, key, before, after in rows:
            if label == _label(self.first):
                found.keys.add(key)
            values = [told.get(name) for told in (before, after) for name in self.named]
            if not all(value is None or isinstance(value, str) for value in values):
                return None
            found.words.update(filter(None, values))
        for model, link in self.hosted.items():
            found.keys |= _hosts(model, link, [row for row in rows if row[0] == _label(model)])
        return found


def looked_up(register):
    """The models whose rows a register's columns name, and those by whose rows they are found."""
    columns = [column.of if isinstance(column, List) else column for column in register.stored]
    lookups = [column for column in columns if isinstance(column, Lookup)]
    along = {model for column in lookups for name in column.by for model in _along(column.model, name)}
    return {column.model for column in lookups} | along


def _hosts(model, link, rows):
    """The keys of the first part's objects that changed rows of another model belong to, or belonged to."""
    stored = model._base_manager.filter(pk__in=[key for _, key, _, _ in rows]).values_list(link, flat=True) if rows else ()
    return {*stored, *(told.get(link) for _, _, *both in rows for told in both)} - {None}


def _along_keys(known):
    return {model for key in known.keys if spans(key) for entry in key for model in _along(known.model, entry.lookup)}


def _along(model, lookup):
    """The models that a lookup passes through."""
    steps, *_ = Query(model).names_to_path(lookup.split("__"), model._meta)
    return {step.to_opts.model for step in steps}


def _link(model, first):
    """The one column of a model that leads to the first; "" without one."""
    found = [field.attname for field in model._meta.concrete_fields if field.related_model is first]
    return found[0] if len(found) == 1 else ""


def _label(model):
    return model._meta.label_lower
