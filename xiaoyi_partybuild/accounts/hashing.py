"""Argon2id at the cost we can pay, and never more than two at once: fifty people signing in must not fill the memory."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = BoundedSemaphore(2)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 4

    def encode(self, password, salt):
        with AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with AT_ONCE:
            return super().verify(password, encoded)
