"""What the models of this app hold about persons."""

from xiaoyi_partybuild.access.personal import holds

from . import models

holds(models.Region, none="code name parent")
holds(
    models.Organization,
    none="name credit_code certificate_number type field management supervising_unit registration_authority "
    "inspection_authority leading_body funds registered_on region address business_scope registered_elsewhere is_priority "
    "remark merged_into",
    personal="legal_representative",
    published="legal_representative",
    purpose="登记公示的法定代表人，用于核对登记信息、联系单位",
    kept="单位注销后随登记档案保存",
)
holds(models.FormerName, none="organization name until")
holds(models.StatusPeriod, none="start end organization status document")
holds(
    models.Headcount,
    none="organization on staff staff_full_time staff_part_time members_on_file members_full_time members_all probationary",
)
holds(models.MassOrganization, none="start end organization type")
holds(models.Parameter, none="key value since source")
DECIDED = {"personal": "by", "purpose": "记载是谁作的判断", "kept": "随审计记录保存"}
holds(models.Distinct, none="first second at is_revoked", **DECIDED)
holds(models.Comparison, none="at name day rows state message", **DECIDED)
holds(models.Decision, none="organization field in_register in_ledger side at", **DECIDED)
