"""What a row ends: stored periods that its new one follows, and those it says are over."""

from .drafts import Draft
from .linking import rivalry
from .records import WARNING


class Periods:
    """`check_reach(draft, record)` says whether the person may end the row."""

    def __init__(self, register, linker, *, on, check_reach):
        self.register, self.linker, self.on, self.check_reach = register, linker, on, check_reach

    def superseded(self, part, new, record):
        """Drafts that end the stored rows with the same values when the new one starts; a later one ends the new one."""
        if not part.supersedes or new.start is None:
            return []
        rivals = self.linker.rivals[part.name].get(rivalry(part, new), ())
        return [ended for rival in rivals if (ended := self._follow(part, rival, new, record))]

    def _follow(self, part, rival, new, record):
        if rival.end and rival.end <= new.start:
            return None
        if (rival.start or "") < new.start:
            return self._ended(part, rival, new.start, record)
        if rival.start > new.start and (new.end is None or new.end > rival.start):
            new.end = rival.start
        return None

    def over(self, line, drafts):
        """Drafts that end what the row says has ended, by its own date or by the sheet's."""
        record, spoken_of = line.record, {id(draft.instance) for draft in drafts}
        found = []
        for part, stored in self.linker.open_rows(line):
            day = record.values.get(f"{part.name}.start") or self.on
            begun = id(stored) not in spoken_of and (stored.start or "") < day
            verdict = begun and self.register.ended(part.name, stored, record.values)
            if verdict is True:
                found.append(self._ended(part, stored, day, record))
            elif verdict:
                record.tell("", WARNING, verdict)
        return found

    def _ended(self, part, stored, day, record):
        draft = Draft(part, stored, {})
        draft.put("end", day)
        self.check_reach(draft, record)
        return draft
