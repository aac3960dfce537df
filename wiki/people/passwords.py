"""Passwords: the rule, the hash, and comparing in a time that tells nothing."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from wiki.kernel.texts import N_

# These stand in the texts below and in translations too.
LEAST, MOST = 10, 200

# The commonest of ten characters or more, casefolded; shorter ones are refused anyway.
COMMON = frozenset(
    """1234567890 0987654321 0123456789 1111111111 0000000000 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc
    123123123123 123456123456 12341234123 1234512345 9876543210 9999999999 qwertyuiop qwertyuiop123 qwerty1234
    qwerty12345 qwerty123456 qwertz1234 qwertzuiop asdfghjkl1 asdfghjkl; asdfghjkl123 zaq12wsxcde3 q1w2e3r4t5
    q1w2e3r4t5y6 password12 password123 password1234 password12345 password!1 password123! passw0rd12 passw0rd123
    p@ssw0rd123 p@ssword123 p@ssword12 mypassword passwordpassword letmein123 letmein1234 iloveyou12 iloveyou123
    iloveyou1234 welcome123 welcome1234 welcome12345 welcome2024 welcome2025 welcome2026 changeme12 changeme123
    changeme1234 administrator admin12345 admin123456 adminadmin admin@1234 superman123 football123 baseball123
    basketball princess123 sunshine123 michael1234 liverpool1 manchester manchester1 arsenal123 chelsea123
    abcdefghij abcdefghijk abcd123456 abcdef1234 abc1234567 a123456789 aa12345678 a1b2c3d4e5 aaaaaaaaaa
    google1234 facebook123 computer123 internet123 monkey12345 dragon12345 shadow12345 master12345 summer2024
    summer2025 summer2026 winter2024 winter2025 winter2026 spring2026 autumn2026 flipside123 flipsideflipside
    correcthorsebatterystaple""".split()  # noqa: SIM905 - a hundred quoted words are harder to read
)

_hasher = PasswordHasher()
# Each hash takes 64 MiB while it is made: two at a time, others wait their turn.
_turns = threading.BoundedSemaphore(2)


def problem(password: str, *, email: str = "", name: str = "") -> str:
    """What is wrong with a new password; empty when nothing is."""
    if len(password) < LEAST:
        return N_("At least 10 characters, please; a few words in a row are easy to remember.")
    if len(password) > MOST:
        return N_("At most 200 characters, please.")
    key = _plain(password).casefold().strip()
    own = {email.casefold(), email.casefold().partition("@")[0], name.casefold(), "".join(name.casefold().split())}
    if key in own:
        return N_("Not your name or email, please: it is the first thing that is tried.")
    if key in COMMON or len(set(key)) < 3:
        return N_("This is among the first that are tried. Choose another, please.")
    return ""


def hashed(password: str) -> str:
    """Argon2id, with its parameters and salt in the text."""
    with _turns:
        return _hasher.hash(_plain(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; without a hash it takes as long and answers no."""
    # Made by whoever comes first, known account or not.
    nobodys = _nobodys()
    with _turns:
        try:
            _hasher.verify(password_hash or nobodys, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _plain(password: str) -> str:
    """The same letters typed on different keyboards are the same password."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()


@cache
def _nobodys() -> str:
    return hashed("the password of nobody")
