from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "xiaoyi_partybuild.registers"
    label = "registers"
    verbose_name = "登记表导入"

    def ready(self):
        autodiscover_modules("registers")
