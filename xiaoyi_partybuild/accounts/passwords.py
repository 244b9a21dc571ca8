"""What a password must be, said in Chinese: Django's own translation lacks these sentences."""

from django.contrib.auth import password_validation as stock


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self):
        return f"密码太短，至少要 {self.min_length} 个字符"

    def get_help_text(self):
        return f"密码至少要 {self.min_length} 个字符。"


class NotCommon(stock.CommonPasswordValidator):
    def get_error_message(self):
        return "这个密码太常见，请换一个"


class NotAboutThePerson(stock.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "密码和用户名、姓名太像，请换一个"
