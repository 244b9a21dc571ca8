"""What a plan says about cells: where, what is written there, how many others are wrong alike, which words it asks about."""

from collections import Counter

from .cells import fold, index_of, shown

MOST_ALIKE = 500


class Complaints:
    """The problems of one plan as pages and workbooks tell them. `choices`: what was decided when it was made."""

    def __init__(self, plan, choices):
        self.plan, self.choices = plan, choices
        self.targets = {match.letter: match.field for match in plan.mapping.used}
        self._worded = {match.letter for match in plan.mapping.used if match.option is None}
        told = [one for step in plan.steps for one in step.problems if one.letter]
        self.questions = self._asked(told)
        sides = [self._sides(one) for one in told]
        self._alike = Counter(key for _, key, _ in sides)
        self._bearing = self._count_words({word for _, key, word in sides if self._alike[key] > 1})

    def told(self, problem):
        """A problem as JSON. cell: its place, "" for the row as a whole; others: how many further cells it is true of;
        as_word: whether one answer about the word settles them all."""
        told = {"level": problem.level, "message": problem.message, "proposal": problem.proposal}
        if not problem.letter:
            return told | {"cell": "", "label": "", "written": "", "question": "", "others": 0, "as_word": False}
        text, key, word = self._sides(problem)
        alike, as_word = self._alike[key], word is not None and self._bearing[word] == self._alike[key]
        is_whole = not problem.question or fold(problem.question) == fold(text)  # not one of several words in the cell
        return told | {
            "cell": f"{problem.letter}{problem.row}",
            "label": self._label(problem.letter),
            "written": text,
            "question": problem.question,
            "proposal": problem.proposal if is_whole else None,
            "others": alike - 1 if as_word or alike <= MOST_ALIKE else 0,
            "as_word": as_word,
        }

    def _sides(self, problem):
        """(what stands in the cell, what makes others alike, the word if one answer may do wherever it stands, or None)."""
        value = _at(self.choices.fixed(problem.row, self.plan.row(problem.row).cells), index_of(problem.letter))
        text = shown(value)
        key = problem.letter, fold(text), problem.message, problem.proposal
        is_word = isinstance(value, str) and problem.letter in self._worded
        return text, key, (problem.letter, fold(value)) if is_word else None

    def _asked(self, told):
        """The words nobody knows, each once: [{"target", "label", "word", "cells", "first", "options", "proposal"}]."""
        found = {}
        for one in told:
            if one.question and one.letter in self.targets:
                asked = found.setdefault((self.targets[one.letter], fold(one.question)), self._question(one))
                asked["cells"] += 1
        return list(found.values())

    def _question(self, problem):
        column = self.plan.register.by_target[self.targets[problem.letter]]
        return {
            "target": column.target,
            "label": self._label(problem.letter),
            "word": problem.question,
            "cells": 0,
            "first": f"{problem.letter}{problem.row}",
            "options": [label for _, label in column.options],
            "proposal": problem.proposal,
        }

    def _label(self, letter):
        target = self.targets.get(letter)
        return self.plan.register.by_target[target].label.split("/")[-1] if target else ""

    def _count_words(self, words):
        """How many cells hold each of these words."""
        places = {letter: index_of(letter) for letter, _ in words - {None}}
        found = Counter()
        for row in self.plan.table.rows if places else ():
            cells = self.choices.fixed(row.number + 1, row.cells)
            for letter, place in places.items():
                value = _at(cells, place)
                if isinstance(value, str) and (letter, fold(value)) in words:
                    found[letter, fold(value)] += 1
        return found


def _at(cells, place):
    return cells[place] if place < len(cells) else None
