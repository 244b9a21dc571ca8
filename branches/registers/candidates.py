"""发展党员台账: those on their way into the Party with the dates of their steps, written down as they happened."""

from branches.enums import Sex
from branches.models import Candidate
from orgs import vocabulary
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import Finding, Part, Register
from xiaoyi_partybuild.registers.rules import InOrder

from . import shared

NEEDS = (
    ("target_on", "activist_on", "列为发展对象", "确定入党积极分子时间"),
    ("admitted_on", "target_on", "开了接收大会", "列为发展对象时间"),
    ("approved_on", "admitted_on", "党委审批", "接收大会日期"),
)


class CandidateRegister(Register):
    slug, title = "candidates", "发展党员台账"
    group = "candidate.branch"
    parts = (Part("candidate", Candidate, keys=(("name", "branch", "applied_on"), ("name", "branch", "born"))),)
    columns = (
        c.Text("candidate.name", "姓名", also=("发展对象姓名",), required=True),
        c.Choice("candidate.sex", "性别", choices=Sex),
        c.Date("candidate.born", "出生年月", also=("出生日期", "出生时间", "出生"), personal=True),
        c.Text("candidate.education", "学历", also=("文化程度",)),
        c.Lookup("candidate.branch", "所在党支部", also=("所在支部", "党组织名称", *shared.NAMES)),
        c.Lookup("candidate.organization", "工作单位", also=("所在单位", "单位名称", "社会组织名称"), by=vocabulary.LOOKUPS),
        c.Date("candidate.applied_on", "申请入党时间", also=("申请时间", "递交入党申请书时间"), required=True),
        c.Date("candidate.talked_on", "谈话时间"),
        c.Date(
            "candidate.activist_on",
            "确定入党积极分子时间",
            also=("确定积极分子时间", "列为积极分子时间", "列为入党积极分子时间"),
        ),
        c.Text("candidate.trainers", "培养联系人"),
        c.Date("candidate.target_on", "列为发展对象时间", also=("确定发展对象时间",)),
        c.Date("candidate.trained_on", "短期集中培训时间", also=("培训时间", "集中培训时间")),
        c.Count("candidate.training_days", "培训天数"),
        c.Date("candidate.vetted_on", "政治审查时间", also=("政审时间",)),
        c.Text("candidate.sponsors", "入党介绍人", also=("介绍人",)),
        c.Date("candidate.prereviewed_on", "党委预审时间", also=("预审时间",)),
        c.Date("candidate.admitted_on", "接收大会日期", also=("支部大会日期", "接收为预备党员时间")),
        c.Date("candidate.approved_on", "党委审批日期", also=("审批日期", "党委审批时间")),
        c.Date("candidate.stopped_on", "停止培养时间"),
        c.Text("candidate.stop_reason", "停止培养原因"),
    )
    rules = (
        InOrder("candidate.applied_on", "candidate.activist_on"),
        InOrder("candidate.activist_on", "candidate.target_on"),
        InOrder("candidate.target_on", "candidate.admitted_on"),
        InOrder("candidate.admitted_on", "candidate.approved_on"),
    )

    def population(self, rows, *, on):
        return rows.filter(applied_on__lte=on)

    def check(self, values):
        for later, earlier, done, wanted in NEEDS:
            if values.get(f"candidate.{later}") and not values.get(f"candidate.{earlier}"):
                yield Finding(f"candidate.{earlier}", "error", f"已经{done}，却没有写{wanted}，请补上")
