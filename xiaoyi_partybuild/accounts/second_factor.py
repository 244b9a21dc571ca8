"""The second factor: a code of the moment from an authenticator (TOTP), taken once; recovery codes when it is lost."""

import secrets
from base64 import b32encode
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django_otp.oath import TOTP

from xiaoyi_partybuild.access import events, limits, writing
from xiaoyi_partybuild.access.events import Kind, Result
from xiaoyi_partybuild.access.sealing import lasting_digest

from . import attempts
from .models import RecoveryCode, SecondFactor

STEP = 30
SEED_BYTES = 20
RECOVERY_CODES, RECOVERY_BYTES = 10, 8


def is_set_up(user):
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def begin(user):
    """A new seed for a person who has none in use; an unconfirmed one from before is kept. Returns the SecondFactor."""
    known = SecondFactor.objects.filter(user=user).first()
    if known:
        return known
    return writing.save(SecondFactor(user=user, seed=_new_seed()), by=user, kind=None)


def secret_text(factor):
    """The seed as a person may type it into an authenticator."""
    return b32encode(bytes.fromhex(factor.seed)).decode()


def address_text(factor):
    """The same as an authenticator scans it."""
    label = quote(f"{settings.SITE_NAME}:{factor.user.username}")
    told = {"secret": secret_text(factor), "issuer": settings.SITE_NAME, "period": STEP, "digits": 6}
    return f"otpauth://totp/{label}?{urlencode(told)}"


def confirm(user, code, *, now):
    """Take the authenticator into use; returns the recovery codes, shown this once. None for a wrong code."""
    if not _take(SecondFactor.objects.filter(user=user, confirmed_at=None).first(), code, now):
        events.tell(Kind.FACTOR_SET, by=user, about=user, result=Result.REFUSED)
        return None
    with transaction.atomic():
        factor = SecondFactor.objects.get(user=user)
        factor.confirmed_at = now
        writing.save(factor, by=user, kind=None)
        events.tell(Kind.FACTOR_SET, by=user, about=user)
        return _new_recovery_codes(user, now)


def check(user, code, *, now):
    """Whether the code is right and was never taken before. Wrong tries are counted."""
    is_right = attempts.reserve_code(user, now=now) and _is_right(user, code, now)
    events.tell(Kind.FACTOR_SHOWN, by=user, about=user, result=Result.OK if is_right else Result.REFUSED)
    return is_right


def _is_right(user, code, now):
    code = "".join(code.split()).upper()
    factor = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    if _take(factor, code, now) or _take_recovery(user, code, now):
        attempts.code_succeeded(user)
        return True
    return False


def reset(user, *, by, now):
    """Make the seed and the recovery codes useless, when they are lost; the next sign-in sets up a new authenticator."""
    with transaction.atomic():
        _forget(user, now)
        user.rights_stamp += 1  # open sessions end: somebody else may hold the authenticator
        writing.keep_state(user, "rights_stamp")
        events.tell(Kind.FACTOR_RESET, by=by, about=user)


def _forget(user, now):
    factor = SecondFactor.objects.filter(user=user).first()
    if factor:
        factor.seed, factor.confirmed_at, factor.last_step = _new_seed(), None, 0
        writing.keep_state(factor, "seed", "confirmed_at", "last_step")
    for code in RecoveryCode.objects.filter(user=user, used_at=None):
        code.used_at = now
        writing.keep_state(code, "used_at")


def _new_seed():
    return secrets.token_bytes(SEED_BYTES).hex()


def _take(factor, code, now):
    if factor is None or not (code.isascii() and code.isdigit() and len(code) == 6):
        return False
    clock = TOTP(bytes.fromhex(factor.seed), step=STEP)
    clock.time = now.timestamp()
    for back in (0, 1):  # a code typed at the turn of its half minute is still taken
        clock.drift = -back
        if secrets.compare_digest(f"{clock.token():06d}", code):
            step = clock.t()
            return limits.claim(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step), last_step=step)
    return False


def _take_recovery(user, code, now):
    rows = RecoveryCode.objects.filter(user=user, digest=lasting_digest(code), used_at=None)
    return limits.claim(rows, used_at=now)


def _new_recovery_codes(user, now):
    codes = [b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().rstrip("=") for _ in range(RECOVERY_CODES)]
    rows = [RecoveryCode(user=user, digest=lasting_digest(code)) for code in codes]
    writing.save_all(rows, by=user, title="生成恢复码", kind=None)
    return codes
