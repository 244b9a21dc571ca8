"""Accounts, what they may touch, and what they sign in with."""

from .credentials import KnownDevice, OldPassword, RecoveryCode, SecondFactor
from .grants import Grant
from .people import User

__all__ = ["Grant", "KnownDevice", "OldPassword", "RecoveryCode", "SecondFactor", "User"]
