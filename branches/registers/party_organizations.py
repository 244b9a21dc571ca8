"""党组织基本情况表: the Party organizations themselves, with the committees above those in social organizations."""

from branches.models import Branch
from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import Part, Register

from . import shared


class PartyOrganizationRegister(Register):
    slug, title = "branches", "党组织基本情况表"
    group = "branch.region"
    parts = (Part("branch", Branch, keys=shared.BRANCH_KEYS), shared.TERM, shared.SECRETARY)
    columns = (
        *shared.branch_columns(),
        shared.region_column("branch.region"),
        c.Date("branch.end", "撤销时间", also=("撤销日期", "党组织撤销时间")),
        *shared.term_columns(),
        *shared.secretary_columns(),
        c.Text("branch.remark", "备注", also=("说明",), lines=True),
    )

    rules = shared.RULES

    def fill(self, values):
        return shared.fill_branch(values) | shared.fill_term(values)

    def check(self, values):
        yield from shared.check_term(values)

    def population(self, rows, *, on):
        return rows.filter(in_force(on))
