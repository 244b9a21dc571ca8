from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "xiaoyi_partybuild.registers"
    label = "registers"
    verbose_name = "登记表导入"
