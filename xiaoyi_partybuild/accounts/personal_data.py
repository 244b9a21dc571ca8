"""What the models of this room hold about persons."""

from xiaoyi_partybuild.access.personal import holds

from . import models

SIGN_IN, ACCOUNT = "登录时确认本人", "记载谁可以做什么、谁做了什么"
KEPT = "账号停用后随审计记录保存"

holds(
    models.User,
    none="is_active must_change code_until rights_stamp password_set_at",
    personal="username name email last_login open_sessions",
    sensitive="password",
    purpose=ACCOUNT,
    kept=KEPT,
)
holds(models.Grant, none="role region branch start end confirmed_at replaces", personal="user granted_by confirmed_by",
      purpose=ACCOUNT, kept=KEPT)  # fmt: skip
holds(
    models.SecondFactor, none="last_step confirmed_at", personal="user", sensitive="seed", purpose=SIGN_IN, kept="到重置为止"
)
holds(models.RecoveryCode, none="used_at", personal="user", sensitive="digest", purpose=SIGN_IN, kept="到重置为止")
holds(models.OldPassword, none="at", personal="user", sensitive="password", purpose=SIGN_IN, kept="最近 5 个")
holds(models.KnownDevice, none="at", personal="user", sensitive="digest", purpose=SIGN_IN, kept="一年不用为止")
