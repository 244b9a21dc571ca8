"""What the models of this room hold about persons."""

from . import models
from .personal import holds

JOURNAL = "记载谁在什么时候改了什么，供核对和追责"
KEPT = "审计记录保存 3 年以上"

holds(models.Counter, none="key used strikes until")
holds(
    models.Event,
    none="at number kind result batch model object_pk facts",
    personal="by address text reason",
    purpose=JOURNAL,
    kept=KEPT,
)
holds(
    models.SubjectKey,
    none="model object_pk",
    sensitive="secret",
    purpose="打开操作记录里的个人信息",
    kept="到按规定删除为止",
)
holds(models.Seal, none="number at table first last gaps marks suite key mac")
holds(models.Batch, none="at undoes kept", personal="by title reason", purpose=JOURNAL, kept=KEPT)
holds(models.Change, none="batch action model object_pk", sensitive="before after", purpose=JOURNAL, kept=KEPT)
