"""党建指导员登记表: who is sent to which organizations, from when until when."""

from branches.models import Assignment, Instructor
from orgs import regions, vocabulary
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import Part, Register
from xiaoyi_partybuild.registers.rules import InOrder

from . import shared


def region_of_the_first(values):
    """An instructor of whom the row does not say where he is sent from hangs where he is sent to."""
    organizations = values.get("assignment.organization") or ()
    return organizations[0].region if organizations and not isinstance(organizations[0], str) else None


class InstructorRegister(Register):
    slug, title = "instructors", "党建指导员登记表"
    group = "instructor.region"
    parts = (
        Part(
            "instructor",
            Instructor,
            keys=(("name", "unit"), ("name",)),
            given={"region": region_of_the_first},
            repeats=True,
        ),
        Part(
            "assignment",
            Assignment,
            keys=(("instructor", "organization", "start"), ("instructor", "organization")),
            each="organization",
        ),
    )
    columns = (
        c.Text(
            "instructor.name",
            "姓名",
            also=("指导员姓名", "党建指导员", "党建工作指导员", "联络员", "党建联络员"),
            required=True,
        ),
        c.Text("instructor.unit", "工作单位", also=("单位", "单位名称", "所在单位", "指导员工作单位")),
        c.Text("instructor.title", "职务", also=("现任职务", "单位职务", "指导员职务", "职务职级")),
        c.Phone("instructor.phone", "联系电话", also=("电话", "手机", "手机号码", "指导员电话", "联系方式")),
        c.Lookup(
            "instructor.region",
            "派出区域",
            also=("派出单位区域", *vocabulary.REGIONS),
            by=("code", "name"),
            variants=regions.spellings,
        ),
        c.List(
            "assignment.organization",
            "派驻社会组织",
            also=("派驻单位", "联系社会组织", "指导单位", "社会组织名称", "所联系的社会组织", "服务社会组织"),
            of=c.Lookup(by=vocabulary.LOOKUPS),
        ),
        c.Date(
            "assignment.start",
            "派驻时间",
            also=("派驻起", "派出时间", "派驻起止", "派驻起始时间", "选派时间"),
            period=shared.ASSIGNED,
        ),
        c.Date("assignment.end", "期满时间", also=("派驻止", "派驻期满时间", "派驻终止时间"), period=shared.ASSIGNED),
        c.Code("assignment.document", "派出文号", also=("派出文件号", "文件号", "派出文件")),
    )
    rules = (InOrder("assignment.start", "assignment.end"),)
