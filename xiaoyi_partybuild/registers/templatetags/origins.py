"""Beside an imported value the cell it came from: unobtrusive, unfolds to file, sheet, person and time. No queries."""

from django import template

register = template.Library()


@register.inclusion_tag("registers/_origin.html")
def origin(origins, instance, field):
    """The origin of one value; nothing where it was not imported."""
    found = origins.of(instance).get(field)
    return {"origin": found, "sign": origins.sign(found) if found else ""}


@register.inclusion_tag("registers/_row_origin.html")
def row_origin(origins, instance):
    """The origins of all values of a row of a table, for each row of a file one line."""
    meta, lines = instance._meta, {}
    for name, found in origins.of(instance).items():
        words = f"{meta.get_field(name).verbose_name} {found.cell}"
        lines.setdefault((found.upload, found.row), (origins.sign(found), found, []))[2].append(words)
    return {"lines": list(lines.values())}


@register.inclusion_tag("registers/_imports.html")
def imports(origins):
    """The legend: which files the marks speak of."""
    return {"imports": [(origins.sign(one), one) for one in origins.imports]}
