"""What the models of this app hold about persons."""

from xiaoyi_partybuild.access.personal import holds

from . import models

holds(
    models.Branch,
    none="start end name level special region superior further_manager approved_by approval_number is_pilot brand remark",
)
holds(models.Coverage, none="start end organization branch mode is_primary")
holds(models.Term, none="branch number start due extended_until extension_number")
holds(models.ServedUnit, none="start end branch name type location")
holds(models.Participation, none="meeting organization")
holds(models.Assignment, none="start end instructor organization document")
holds(
    models.Instructor,
    none="unit region",
    personal="name title",
    sensitive="phone",
    purpose="派驻和联系党建指导员",
    kept="期满后 5 年",
)
holds(
    models.Post,
    none="start end branch title",
    personal="name",
    sensitive="phone",
    purpose="记载党组织历任书记和委员，联系现任书记",
    kept="姓名随党组织档案保存，电话到离任为止",
)
holds(
    models.Meeting,
    none="type branch instructor held_on place due_count present_count",
    personal="topic chair recorder content resolution",
    purpose="三会一课记录，供上级检查和年检核对",
    kept="随党组织档案保存",
)
holds(
    models.Member,
    none="organization",
    personal="name sex education employment",
    sensitive="born id_number id_number_index phone category joined_on full_since status left_on home_branch file_at",
    purpose="党员教育管理、党员统计和组织关系核对",
    kept="离开后 5 年；统计数字长期保存",
)
holds(
    models.FurtherBranch,
    none="start end branch",
    sensitive="member",
    purpose="一方隶属、多重管理的党员参加另一党组织的活动",
    kept="离开后 5 年",
)
