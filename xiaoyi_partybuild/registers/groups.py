"""What the group rows between the data speak about: 一、社会团体 about the type, 新义街道（12家） about the region."""

from . import evidence, memory
from .columns import Choice, Lookup


def target(table, mapping, choices, office):
    """The target that group rows give their rows a value of, "" for none.

    What the person decided, else what was confirmed before, else what their texts say, else what the register expects.
    """
    if choices.group is not None:
        return choices.group
    if not table.groups:
        return mapping.register.group
    recalled = office.recalled(mapping.register).get((memory.GROUP, memory.GROUP_KEY))
    if recalled and recalled.confidence != memory.ASK:
        return recalled.chosen
    return _told_by_texts([group.label for group in table.groups], mapping, office)


def _told_by_texts(labels, mapping, office):
    register = mapping.register
    expected = register.by_target.get(register.group)
    others = [column for column in register.columns if column is not expected]
    for column in [expected, *others] if expected else others:
        if _speaks(column, labels, office):
            return column.target
    return register.group


def _speaks(column, labels, office):
    """Whether most of the texts are words of this column: of its list, or names in its table."""
    if isinstance(column, Choice):
        known = [label for label in labels if column.looks_right(label)]
    elif isinstance(column, Lookup):
        named = office.named(column, labels)
        known = [label for label in labels if label in named]
    else:
        return False
    return len(known) >= evidence.MOST * len(labels)
