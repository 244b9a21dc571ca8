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
    none="type also branch instructor held_on place due_count present_count voting_due voting_present education brand state"
    " filed_on unlocked_until version key",
    personal="topic chair recorder agenda content resolution reason",
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
holds(models.JointBranch, none="meeting branch is_listed")
holds(models.Education, none="start end name place")
holds(models.Brand, none="start end branch name is_pilot description")
holds(models.Vote, none="meeting place matter is_election ayes nays abstentions written voters due is_listed")
holds(
    models.Attendance,
    none="meeting",
    sensitive="member name standing has_vote mark absence note",
    purpose="计算应到、实到和表决是否有效，掌握党员参加组织生活的情况",
    kept="随党组织档案保存",
)
holds(
    models.Draft,
    none="key branch meeting type at",
    personal="by",
    sensitive="typed",
    purpose="断网、退出登录时不丢失已填写的会议记录，只有填写人能看到",
    kept="提交后即清空",
)
holds(
    models.Paper,
    none="token meeting draft use kind size is_listed",
    personal="name",
    purpose="会议照片、签到表等佐证材料，供上级检查；文件加密存放",
    kept="随党组织档案保存",
)
