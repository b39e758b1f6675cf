"""Secrets are masked, and what only looks like one is left for the reader.

The samples are put together here so that no scanner, ours included, takes this file for a leak.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegraph.secrets import MASK, is_secret_file, mask, safe_words

LETTERS = "q7Jw2ZkP9xLmB4vTnR8sYcH3dF6gA1eUoKiC5yXbNzWt0MhQ"
"""Random-looking letters and digits to cut tokens from."""


def token(prefix: str, length: int) -> str:
    return prefix + (LETTERS * 10)[:length]


def word(*parts: str) -> str:
    return "".join(parts)


@pytest.mark.parametrize(
    "secret",
    [
        word("AKIA", "IOSFODNN7ABCDEFG"),
        token("ghp_", 36),
        token("github_pat_", 60),
        token("glpat-", 20),
        token("xoxb-", 40),
        token("sk_live_", 24),
        token("sk-proj-", 48),
        token("AIza", 35),
        token("npm_", 36),
        token("hf_", 34),
        word("eyJ", "hbGciOiJIUzI1NiJ9", ".", "eyJ", "zdWIiOiIxMjM0NTY3ODkwIn0", ".", LETTERS[:30]),
    ],
)
@pytest.mark.parametrize("around", ["{}", 'client("{}")', "# was {} before\n", "a={};b=2", "{}\n"])
def test_tokens_of_known_shape(secret: str, around: str) -> None:
    assert mask(around.format(secret)) == around.format(MASK)


@pytest.mark.parametrize("kind", ["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])
def test_private_keys_keep_the_lines_below_in_place(kind: str) -> None:
    block = word("-----", "BEGIN ", kind, "-----\nMIIEow\nIBAAKC\n-----", "END ", kind, "-----")
    assert mask(f'KEY = """{block}"""\nx = 1\n') == f'KEY = """{MASK}\n\n\n"""\nx = 1\n'


def test_a_private_key_that_is_cut_off() -> None:
    assert mask(word("a\n-----", "BEGIN PRIVATE KEY-----\nMIIEow\n")) == f"a\n{MASK}\n\n"


def test_public_keys_and_certificates_stay() -> None:
    text = "-----BEGIN CERTIFICATE-----\nMIIEow\n-----END CERTIFICATE-----"
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('password = "hunter22"', 'password = "***"'),
        ("DB_PASSWORD: str = 'tr0ub4dor'", "DB_PASSWORD: str = '***'"),
        ('{"password": "p@ssw0rd!"}', '{"password": "***"}'),
        ('os.environ["API_TOKEN"] = "{}"', 'os.environ["API_TOKEN"] = "***"'),
        ('const apiKey: string = "{}";', 'const apiKey: string = "***";'),
        ("client_secret => '{}'", "client_secret => '***'"),
        ('secret := "{}"', 'secret := "***"'),
        ('String accessKey = "{}";', 'String accessKey = "***";'),
        ('environ.setdefault("SECRET_KEY", "{}")', 'environ.setdefault("SECRET_KEY", "***")'),
        ("def f(token='{}', n=1):", "def f(token='***', n=1):"),
        ('private_key="{}", public="x"', 'private_key="***", public="x"'),
    ],
)
def test_literals_of_secret_names(text: str, masked: str) -> None:
    assert mask(text.replace("{}", LETTERS[:32])) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgres://shop:s3cr3t@db:5432/shop", "postgres://shop:***@db:5432/shop"),
        ('redis.from_url("redis://:abc123@cache/0")', 'redis.from_url("redis://:***@cache/0")'),
        ("https://bot:tok3n@git.example.com/x.git", "https://bot:***@git.example.com/x.git"),
    ],
)
def test_passwords_in_addresses(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def authenticate(self, request, token=None, password=''):",
        'password_field = "password"',
        'PASSWORD_RESET_TEMPLATE = "registration/password_reset_form.html"',
        'fields = ("username", "password1", "password2")',
        'token_type = "bearer"',
        'token = request.headers["X-Auth-Token-V2"]',
        "password = os.environ['DB_PASSWORD_2']",
        'SECRET_KEY = "your-secret-key-here-1234"',
        'api_key = "<insert api key 12>"',
        'token = f"{prefix}-{number:08d}"',
        'secret = "projects/123/secrets/db-password/versions/2"',
        'token_url = "https://example.com/oauth2/token"',
        "https://example.com:8080/path@v2",
        "http://user:password@example.com/",
        'raise ValueError("the password must have 8 characters")',
        'commit = "c016238aa7f9d3b1e2f4c5d6a7b8c9d0e1f2a3b4"',
        "task-runner sk-learn disk-usage",
        'TokenKind.IDENTIFIER = "identifier_2"',
        'cls.access_key_id = "AKIA"',
    ],
)
def test_ordinary_source_stays(text: str) -> None:
    assert mask(text) == text


def test_capitals_that_grow_do_not_shift_the_mask() -> None:
    assert mask('title = "İİİİ"\npassword = "hunter22"\n') == 'title = "İİİİ"\npassword = "***"\n'


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
    assert once.count("\n") == text.count("\n")


def test_hostile_text_ends() -> None:
    """A matcher that tries every split of the blanks takes longer than anybody waits for each of these."""
    for text in (
        "token " + " " * 50_000 + "'",
        "password:" * 20_000 + "'",
        "secret: a " * 20_000 + '"',
        "a://" * 50_000 + "@",
    ):
        assert mask(text) == text


def test_words() -> None:
    good = ["get_queryset", "test_sha256_digest_of_v2", "SimpleHTTPRequestHandler", "Rss2FeedWithGuidIsPermaLink", "x1"]
    good += ["internationalization_and_localization", "MAX_CONNECTIONS_PER_HOST", "utf8_decode", "a" * 40]
    bad = [
        token("ghp_", 36),
        word("AKIA", "IOSFODNN7ABCDEFG"),
        LETTERS[:40],
        "c016238aa7f9d3b1e2f4c5d6a7b8c9d0e1f2a3b4",
    ]
    bad += [word("eyJ", "hbGciOiJIUzI1NiIsInR5cCI6")]
    assert safe_words([*good, *bad]) == good
    assert safe_words(["b", "a", "b"]) == ["b", "a", "b"]


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        (".env", True),
        ("deploy/.env.production", True),
        ("prod.env", True),
        ("certs/server.PEM", True),
        ("home/.ssh/id_ed25519", True),
        (".aws/credentials", True),
        (".npmrc", True),
        ("infra/prod.tfvars", True),
        (".env.example", False),
        ("credentials", False),
        ("id_rsa.pub", False),
        ("src/env.py", False),
        ("src/environment.ts", False),
        ("src/secrets.py", False),
        ("keys/README.md", False),
    ],
)
def test_files_that_hold_secrets(path: str, secret: bool) -> None:
    assert is_secret_file(path) is secret
