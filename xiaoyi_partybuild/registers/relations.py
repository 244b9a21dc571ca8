"""Small helpers about models: which relations say where a row hangs, and long lists in pieces."""

from functools import cache

PIECE = 10_000


def chunks(values, size=PIECE):
    """A long list in pieces a query can take."""
    values = list(values)
    return (values[start : start + size] for start in range(0, len(values), size))


def scope_relations(model):
    """The foreign keys by which a row's place is found; loaded along, so that checking it asks nothing more."""
    paths = {"__".join(_steps(model, lookup)[0]) for lookup in (*model.scope.region, *model.scope.branch)}
    return sorted(paths - {""})


@cache
def _steps(model, lookup):
    """(foreign keys to follow, attribute to read at the end); the attribute is "" where other tables' rows lie between."""
    path = []
    *steps, last = lookup.split("__")
    for step in steps:
        relation = _column(model, step)
        if relation is None or not relation.is_relation:
            return tuple(path), ""
        path.append(step)
        model = relation.related_model
    column = model._meta.pk if last == "pk" else _column(model, last)
    return tuple(path), column.attname if column else ""


def _column(model, name):
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def follow(instance, lookup):
    """The value a lookup leads to from an object in memory; None where it leads through other tables' rows."""
    steps, attribute = _steps(type(instance), lookup)
    for step in steps:
        instance = getattr(instance, step)
        if instance is None:
            return None
    return getattr(instance, attribute) if attribute else None


def admits(instance, reach):
    """Whether a row as it stands in memory lies within a reach: what Scope.within asks the database, asked of the object."""
    if reach.everything:
        return True
    scope = instance.scope
    codes = [code for lookup in scope.region if (code := follow(instance, lookup))]
    hosts = {pk for lookup in scope.branch if (pk := follow(instance, lookup))}
    return any(code.startswith(tuple(reach.regions)) for code in codes) or bool(hosts & reach.branches)
