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
holds(models.Participation, none="meeting organization is_listed")
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
    " filed_on unlocked_until version",
    personal="topic chair recorder agenda content resolution reason",
    purpose="三会一课记录，供上级检查和年检核对",
    kept="随党组织档案保存",
)
holds(
    models.Member,
    none="organization",
    personal="name sex education employment",
    sensitive="born id_number id_number_index phone category joined_on probation_until full_since status left_on"
    " home_branch going_to file_at",
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
    none="key branch meeting type at is_spent",
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
holds(
    models.Procedure,
    none="kind state branch name level special region superior applicant good_for_activity good_for_members good_for_lead"
    " grounds proposed_on proposal_number replied_on reply_number elected_on election_number filed_on filing_number remark",
)
holds(models.Venue, none="start end branch type address area")
holds(models.Fund, none="branch year source amount")
holds(models.Quota, none="year region planned document")
holds(models.DuesCheck, none="branch month")
holds(
    models.PartyGroup,
    none="start end branch name",
    personal="leader",
    purpose="党小组会由谁召集",
    kept="随党组织档案保存",
)
holds(
    models.Transfer,
    none="from_branch from_name to_branch to_name letter sent_on state closed_on",
    sensitive="member reason",
    purpose="组织关系接转，接收以前由转出党组织管理",
    kept="离开后 5 年",
)
holds(
    models.Absence,
    none="start end",
    sensitive="member kind place",
    purpose="联系流动党员、查找失联党员",
    kept="离开后 5 年",
)
holds(
    models.Arrears,
    none="month settled_on",
    sensitive="member",
    purpose="提醒补交党费；不记金额",
    kept="补交后 2 年",
)
holds(
    models.Candidate,
    none="branch organization",
    personal="name sex education trainers sponsors",
    sensitive="born applied_on talked_on activist_on target_on trained_on training_days vetted_on prereviewed_on admitted_on"
    " approved_on member stopped_on stop_reason",
    purpose="发展党员各步骤的时间和培养联系人、入党介绍人，核对是否到时候",
    kept="接收后随党员档案保存，停止培养后 2 年",
)
holds(
    models.Review,
    none="on",
    sensitive="candidate finding",
    purpose="入党积极分子每半年一次的考察",
    kept="与发展党员对象相同",
)
