"""What the models of this room hold about persons; the workbooks themselves lie sealed in the store (lifetime.py)."""

from xiaoyi_partybuild.access.personal import holds

from . import models

PURPOSE = "记载谁导入了什么，让每个值找得到来源"
KEPT = "随审计记录保存；文件本身到期删除"

holds(
    models.Upload,
    none="token at size sha256 register state counts digest follows undo batch",
    personal="by name message",
    sensitive="choices",
    purpose=PURPOSE,
    kept=KEPT,
)
holds(models.Source, none="upload model object_pk sheet row cells fixed")
holds(
    models.Confirmation,
    none="at register about key chosen revoked_at",
    personal="by written revoked_by",
    purpose="记住列名和用语的对应，下次不用再问",
    kept="撤销后随审计记录保存",
)
holds(
    models.Handout,
    none="asked_at register address rows full confirmed_at fetched_at",
    personal="by purpose confirmed_by",
    purpose="记载谁为什么带走了哪份名单、谁同意的",
    kept="随审计记录保存",
)
