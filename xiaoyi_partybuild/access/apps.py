from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "xiaoyi_partybuild.access"
    label = "access"
    verbose_name = "操作记录"

    def ready(self):
        autodiscover_modules("personal_data", "resealing")
