"""The upper rows of a sheet as a header is looked for in them: what each place says, merged ones too."""

LOOK_INTO, DEEPEST, SAMPLED = 30, 5, 200


class Grid:
    """The upper rows of some columns of a sheet, with their merged areas."""

    def __init__(self, sheet, left=0, right=None):
        self.rows = dict(sheet.rows[:SAMPLED])
        widest = max((len(row) for row in self.rows.values()), default=0)
        self.left, self.right = left, widest - 1 if right is None else right
        self.corner, self.edges, self.spans, self.content = {}, {}, {}, {}
        self.upper = sorted(self.rows)[:LOOK_INTO]
        last = self.upper[-1] if self.upper else 0
        for top, first, bottom, end in sheet.merged:
            if top <= last and first <= self.right and end >= self.left:
                self._note(top, first, min(bottom, last + 1), min(end, widest - 1))
        covered = {row for row, _ in self.corner if row <= last}
        self.upper = sorted({*self.upper, *covered})[: LOOK_INTO + DEEPEST]

    def _note(self, top, left, bottom, right):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.corner[row, column] = (top, left)
                self.edges[row, column] = (top, bottom)
                self.spans[row, column] = (left, right)

    @property
    def is_single(self):
        """One column of names and nothing beside it."""
        return self.left == self.right

    @property
    def columns(self):
        return range(self.left, self.right + 1)

    def value(self, row, column):
        row = self.rows.get(row, ())
        return row[column] if column < len(row) else None

    def source(self, row, column):
        """The cell a merged place takes its value from."""
        return self.corner.get((row, column), (row, column))

    def filled(self, row):
        """The values of a row within the columns, merged ones where their area begins."""
        return [value for column in self.columns if (value := self.value(row, column)) is not None]

    def texts(self, row):
        """The different cells that speak in a row, merged ones too."""
        sources = dict.fromkeys(self.source(row, column) for column in self.columns)
        return [value for value in (self.value(*source) for source in sources) if value is not None]

    def below(self, row, column):
        """The contents of a column under a row."""
        return [self.value(number, column) for number in self.rows if number > row]
