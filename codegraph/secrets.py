"""Keeping secrets out of what is stored and shown: key files, and tokens inside source text.

:func:`mask` is for text that leaves the file it stands in: signatures, bodies, source lines, docstrings.
It knows the shapes of common credentials and looks at literals assigned to names that sound secret. It
stays quiet about ordinary identifiers, hashes and fixtures, since every ``***`` takes something from the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from math import log2

MASK = "***"

_TOKEN_ANCHORS = (
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "eyJ",
    "xox",
    "sk-",
    "sk_",
    "rk_",
    "AIza",
    "ya29.",
    "npm_",
    "pypi-",
    "hf_",
    "dop_v1_",
    "SG.",
    "earer ",
)
"""Text that holds none of these holds no token of a known shape: a cheap test before any expression runs."""

_NAME_ANCHORS = (
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "api-key",
    "credential",
    "private",
    "access",
)

_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)-----.*?(?:-----END (?P=kind)-----|\Z)", re.DOTALL
)
_TOKENS = re.compile(
    r"""(?<![A-Za-z0-9_])(?:
        (?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])                        # AWS access key id
      | gh[pousr]_[A-Za-z0-9]{30,255}                                   # GitHub
      | github_pat_[A-Za-z0-9_]{30,255}
      | glpat-[A-Za-z0-9_-]{20,64}                                      # GitLab
      | eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}   # JSON web token
      | xox[abeoprs]-[A-Za-z0-9-]{10,250}                               # Slack
      | (?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}                     # Stripe
      | sk-[A-Za-z0-9_-]{0,20}(?<![a-z]{6})[A-Za-z0-9]{20,250}          # OpenAI, Anthropic
      | AIza[A-Za-z0-9_-]{35}                                           # Google
      | ya29\.[A-Za-z0-9_-]{20,250}
      | npm_[A-Za-z0-9]{36}
      | pypi-AgEIcHlwaS[A-Za-z0-9_-]{50,250}
      | hf_[A-Za-z0-9]{30,60}                                           # Hugging Face
      | dop_v1_[a-f0-9]{64}                                             # DigitalOcean
      | SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}                  # SendGrid
      | (?<=[Bb]earer\ )[A-Za-z0-9._~+/-]{24,}=*
    )""",
    re.VERBOSE,
)
_URL_PASSWORD = re.compile(
    r"(?P<before>[a-z][a-z0-9+.-]{1,20}://[^\s/:@'\"`<>{}$%()]{0,80}:)(?P<value>[^\s/@'\"`<>{}$%()]{1,120})(?=@[\w.\[-])",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"""
    (?:passwords?|passwd|passphrase|pwd|secrets?|tokens?|credentials?|(?:api|access|private)[_-]?keys?)
    (?:[_-]?(?:key|value|id|string|str|default|prod|production|test|dev))?
    ["'`]?\]?\s{0,20}+
    (?:\??:\s{0,20}+[A-Za-z_][\w.\[\]|<>&\ ]{0,60}+)?     # a type annotation
    (?P<sign>=>|:=|=|:|,)\s{0,20}+(?:[rbuf]|&|String::from\()?
    (?P<quote>["'`])(?P<value>[^"'`\r\n]{6,1000})(?P=quote)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COMMON_PLACEHOLDERS = frozenset({"pass", "passwd", "password", "pwd", "pw", "secret", "token", "xxx", "xxxx"})
_PLACEHOLDERS = (
    "example",
    "changeme",
    "change-me",
    "placeholder",
    "your",
    "xxxx",
    "dummy",
    "insert",
    "<",
    "{",
    "$",
    "%s",
    "%(",
    "***",
    "...",
    "…",
)

_SECRET_NAMES = frozenset(
    {
        ".dockercfg",
        ".env",
        ".envrc",
        ".git-credentials",
        ".htpasswd",
        ".netrc",
        ".npmrc",
        ".pgpass",
        ".pypirc",
        ".s3cfg",
        ".vault_pass",
        "_netrc",
        "id_dsa",
        "id_ecdsa",
        "id_ecdsa_sk",
        "id_ed25519",
        "id_ed25519_sk",
        "id_rsa",
        "credentials.json",
        "secrets.json",
        "secrets.yaml",
        "secrets.yml",
        "terraform.tfstate",
    }
)
_SECRET_ENDINGS = (".pem", ".key", ".p12", ".pfx", ".p8", ".jks", ".keystore", ".kdbx", ".ppk", ".tfvars", ".gpg")
_ENV_TEMPLATES = (".example", ".sample", ".template", ".dist", ".defaults")


def is_secret_file(path: str) -> bool:
    """Whether the file at this path is one whose purpose is to hold secrets; it is not read at all.

    >>> is_secret_file("deploy/.env.production"), is_secret_file("deploy/.env.example"), is_secret_file("env.py")
    (True, False, False)
    """
    folder, _, name = path.rpartition("/")
    name = name.lower()
    if name in _SECRET_NAMES or name.endswith(_SECRET_ENDINGS):
        return True
    if name.startswith(".env."):
        return not name.endswith(_ENV_TEMPLATES)
    if name.endswith(".env") and len(name) > 4:
        return True
    return name == "credentials" and folder.rpartition("/")[2] == ".aws"


def mask(text: str) -> str:
    """The text with private keys, tokens and secret-looking literals replaced by ``***``.

    >>> mask('fetch("postgres://shop:s3cr3t@db/shop")')
    'fetch("postgres://shop:***@db/shop")'
    """
    if "-----BEGIN" in text:
        # Line numbers below the key must stay what they are.
        text = _PRIVATE_KEY.sub(lambda match: MASK + "\n" * match[0].count("\n"), text)
    for anchor in _TOKEN_ANCHORS:
        if anchor in text:
            text = _TOKENS.sub(MASK, text)
            break
    if "://" in text and "@" in text:
        text = _URL_PASSWORD.sub(_mask_url, text)
    if '"' in text or "'" in text or "`" in text:
        text = _mask_assigned(text)
    return text


def safe_words(words: Iterable[str]) -> list[str]:
    """The words without those that look like tokens; order and repetitions stay.

    >>> safe_words(["get_user_by_id", "AKIAIOSFODNN7EXAMPLE", "Sha256Hasher"])
    ['get_user_by_id', 'Sha256Hasher']
    """
    return [word for word in words if len(word) < 16 or not _is_token_word(word)]


def _mask_url(match: re.Match[str]) -> str:
    return match[0] if match["value"].lower() in _COMMON_PLACEHOLDERS else f"{match['before']}{MASK}"


def _mask_assigned(text: str) -> str:
    """Mask the literals that stand after a secret-sounding name."""
    lower = text.lower()
    if len(lower) != len(text):
        # A few capitals grow when lowered, and every position behind them would be off.
        lower = "".join(c.lower() if c.isascii() else c for c in text)
    spans: set[tuple[int, int]] = set()
    for anchor in _NAME_ANCHORS:
        at = lower.find(anchor)
        while at >= 0:
            match = _ASSIGNED.match(text, at)
            if match is not None and _is_secret_value(
                match["value"], password=anchor in ("passw", "passphrase", "pwd") and match["sign"] != ","
            ):
                spans.add(match.span("value"))
            at = lower.find(anchor, at + len(anchor))
    if not spans:
        return text
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        parts += (text[done:start], MASK)
        done = end
    return "".join(parts) + text[done:]


def _is_secret_value(value: str, *, password: bool) -> bool:
    """Whether a literal assigned to a secret-sounding name is one: no sentence, path, placeholder or plain word."""
    lower = value.lower()
    if any(c.isspace() for c in value) or any(p in lower for p in _PLACEHOLDERS):
        return False
    if value.startswith(("/", "./", "http:", "https:")):
        return False
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    if password:
        # A made-up password mixes kinds of characters; names of fields and settings are words.
        return bool(digits and letters) or any(c in "!@#^&*+=?~;," for c in value)
    return len(value) >= 12 and bool(digits) and bool(letters) and _entropy(value) >= 3.0 and not _reads_as_words(value)


def _is_token_word(word: str) -> bool:
    """Whether a word from source text is a piece of a token rather than a name."""
    if _TOKENS.match(word) or (word.startswith("eyJ") and len(word) >= 20):
        return True
    if len(word) < 20 or _reads_as_words(word):
        return False
    if len(word) >= 32 and all(c in "0123456789abcdefABCDEF" for c in word):
        return True
    return _entropy(word) >= 3.5 and _changes(word) >= len(word) // 4


_WORDS = re.compile(r"[A-Z]?[a-z]{2,}|(?<![A-Za-z0-9])[A-Z]{2,24}(?![A-Za-z0-9])|[^A-Za-z0-9]")


def _reads_as_words(text: str) -> bool:
    """Whether most of the text is words, as in ``test_sha256_of_v2`` or ``Rss2FeedWithGuid``."""
    return sum(len(word) for word in _WORDS.findall(text) if len(word) != 2) * 10 >= len(text) * 7


def _changes(text: str) -> int:
    """How often the kind of character changes from one to the next, capitalised words not counted twice."""
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in text]
    return sum(a != b and (a, b) != ("u", "l") for a, b in pairwise(kinds))


def _entropy(text: str) -> float:
    """Bits per character."""
    size = len(text)
    return -sum(n / size * log2(n / size) for n in (text.count(c) for c in set(text)))
