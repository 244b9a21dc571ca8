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
        self._alike = Counter(map(self._key, told))
        self._bearing = self._count_words({self._word(one) for one in told if self._alike[self._key(one)] > 1})

    def told(self, problem):
        """A problem as JSON. cell: its place, "" for the row as a whole; others: how many further cells it is true of;
        as_word: whether one answer about the word settles them all."""
        told = {"level": problem.level, "message": problem.message, "proposal": problem.proposal}
        if not problem.letter:
            return told | {"cell": "", "label": "", "written": "", "question": "", "others": 0, "as_word": False}
        alike, word = self._alike[self._key(problem)], self._word(problem)
        as_word = word is not None and self._bearing[word] == alike
        return told | {
            "cell": f"{problem.letter}{problem.row}",
            "label": self._label(problem.letter),
            "written": shown(self.written(problem)),
            "question": problem.question,
            "proposal": problem.proposal if self._is_for_whole_cell(problem) else None,
            "others": alike - 1 if as_word or alike <= MOST_ALIKE else 0,
            "as_word": as_word,
        }

    def _is_for_whole_cell(self, problem):
        """Not when one of several words in the cell is asked about."""
        return not problem.question or fold(problem.question) == fold(shown(self.written(problem)))

    def written(self, problem):
        """What stands in a problem's cell, as the file or else the person has it."""
        return _at(self.choices.fixed(problem.row, self.plan.row(problem.row).cells), index_of(problem.letter))

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

    def _key(self, problem):
        return problem.letter, fold(shown(self.written(problem))), problem.message, problem.proposal

    def _word(self, problem):
        """(letter, word) when the cell holds one that can be answered for wherever it stands; else None."""
        value = self.written(problem)
        return (problem.letter, fold(value)) if isinstance(value, str) and problem.letter in self._worded else None

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
