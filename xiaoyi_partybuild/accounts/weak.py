"""Passwords that are long enough and yet easily guessed: common words, keyboard runs, years and digits strung together."""

import re

LEAST_UNEXPLAINED = 5
LOOKALIKES = str.maketrans("@013$5!", "aolessi")
WORDS = (
    # the first things anybody tries, here and elsewhere
    "administrator", "password", "passw", "passwd", "admin", "welcome", "letmein", "iloveyou", "master", "secret",
    "dragon", "monkey", "sunshine", "princess", "football", "baseball", "superman", "computer", "internet", "google",
    "baidu", "tencent", "weixin", "wechat", "alipay", "taobao", "system", "server", "manager", "login", "user", "guest",
    "test", "demo", "temp", "root", "office", "company", "china", "beijing", "shanghai", "changeme", "default",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty", "asdfgh", "zxcvbn", "qazwsx", "qwe", "asd", "zxc", "qaz", "wsx",
    "edc", "abcdefgh", "abcdef", "abcd", "abc", "aaa", "xyz", "hello", "hallo", "love", "happy", "lucky", "pass", "key",
    "woaini", "wodemima", "mima", "nihao", "zhongguo", "zhonghua", "renmin", "gongchandang", "wansui", "zaijian",
    # this office
    "xiaoyishi", "xiaoyi", "lvliang", "lyuliang", "luliang", "shanxi", "zhonggong", "shiwei", "zuzhibu", "zuzhi",
    "dangzhibu", "dangjian", "dangwei", "dangyuan", "dang", "zhibu", "shuji", "shehui", "minzheng", "shegong", "xiehui",
    "shanghui", "nianjian", "gongzuo", "guanli", "guanliyuan", "yonghu",
)  # fmt: skip
KNOWN = re.compile(f"(?=({'|'.join(sorted(WORDS, key=len, reverse=True))}))")
REPEATED = re.compile(r"(.)\1{2,}")
DIGITS = re.compile(r"\d+")
UPWARDS = "01234567890123456789"
DAY = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?|\d{2}[01]\d[0-3]\d")


def is_weak(password):
    """Whether too little is left of it once everything that can be guessed is taken out."""
    text = password.casefold()
    return min(map(_unexplained, (text, text.translate(LOOKALIKES)))) < LEAST_UNEXPLAINED


def _unexplained(text):
    guessed = {place for word in KNOWN.finditer(text) for place in range(word.start(), word.end(1))}
    text = REPEATED.sub(" ", "".join(" " if place in guessed else sign for place, sign in enumerate(text)))
    text = DIGITS.sub(lambda run: " " if _is_common_run(run[0]) else run[0], text)
    left = [sign for sign in text if sign.isalnum()]
    return len(left) if len(set(left)) > 3 else 0


def _is_common_run(digits):
    """Short numbers, dates, and digits that only go up or down."""
    if len(digits) < 6 or DAY.fullmatch(digits):
        return True
    return digits in UPWARDS or digits[::-1] in UPWARDS or len(set(digits)) < 3
