"""What a path says about a file: test, documentation, example, vendored, generated.

Marked files are indexed like any other; the marks let answers list them apart. A folder's marks pass
on to what is in it. The rules read names only: what the first lines say is :mod:`codegraph.sniffing`'s.
"""

from __future__ import annotations

from functools import cache

TEST = 1
DOCS = 2
EXAMPLE = 4
VENDORED = 8
GENERATED = 16

_NAMES = ((DOCS, "docs"), (EXAMPLE, "example"), (GENERATED, "generated"), (TEST, "test"), (VENDORED, "vendored"))

_FOLDERS = {
    "__tests__": TEST,
    "__mocks__": TEST,
    "e2e": TEST,
    "testdata": TEST,
    "test-data": TEST,
    "test_data": TEST,
    "testsuite": TEST,
    "tests": TEST,
    "unittests": TEST,
    "apidocs": DOCS,
    "documentation": DOCS,
    "3rdparty": VENDORED,
    "_vendor": VENDORED,
    "_vendored": VENDORED,
    "bower_components": VENDORED,
    "carthage": VENDORED,
    "dist-packages": VENDORED,
    "extern": VENDORED,
    "node_modules": VENDORED,
    "pods": VENDORED,
    "site-packages": VENDORED,
    "third-party": VENDORED,
    "third_party": VENDORED,
    "thirdparty": VENDORED,
    "vendor": VENDORED,
    "vendored": VENDORED,
    "__generated__": GENERATED,
    "generated": GENERATED,
    "generated-sources": GENERATED,
}

_FOLDERS_OUTSIDE_PACKAGES = {
    "spec": TEST,
    "test": TEST,
    "doc": DOCS,
    "docs": DOCS,
    "demo": EXAMPLE,
    "demos": EXAMPLE,
    "example": EXAMPLE,
    "examples": EXAMPLE,
    "sample": EXAMPLE,
    "samples": EXAMPLE,
    "dist": GENERATED,
}
"""Inside a Python package these are product modules: ``django.test``, an application called ``docs``."""

_GENERATED_ENDINGS = (
    "_pb2.py",
    "_pb2.pyi",
    "_pb2_grpc.py",
    "_pb2_grpc.pyi",
    "_grpc.pb.go",
    ".pb.go",
    ".pb.gw.go",
    ".pb.cc",
    ".pb.h",
    ".pb.rs",
    "_pb.js",
    "_pb.ts",
    "_pb.d.ts",
    "_pb.rb",
    ".gen.go",
    ".g.cs",
    ".g.i.cs",
    ".designer.cs",
)
_TEST_FILES = frozenset({"conftest.py", "tests.py", "tests.rs", "test_helper.rb", "spec_helper.rb", "rails_helper.rb"})
_TEST_STEM_ENDINGS = ("_test", "_tests", "_unittest", "_spec", "-test", "-spec", ".test", ".spec")
_CLASS_PER_FILE = (".java", ".kt", ".cs", ".php")


def folder_marks(name: str, *, in_package: bool) -> int:
    """The marks that a folder of this name gives; ``in_package``: the folder around it is a Python package."""
    name = name.lower()
    marks = _FOLDERS.get(name, 0)
    if not marks and not in_package:
        marks = _FOLDERS_OUTSIDE_PACKAGES.get(name, 0)
    if not marks and name.endswith(("_tests", "-tests")):
        marks = TEST
    return marks


def file_marks(name: str) -> int:
    """The marks that a file's own name gives."""
    marks = 0
    lower = name.lower()
    if (
        lower.endswith(_GENERATED_ENDINGS)
        or ".generated." in lower
        or "_generated." in lower
        or lower.startswith("zz_generated")
    ):
        marks = GENERATED
    stem, dot, extension = name.rpartition(".")
    if (
        lower.startswith("test_")
        or lower in _TEST_FILES
        or stem.endswith(_TEST_STEM_ENDINGS)
        or (dot + extension in _CLASS_PER_FILE and stem.endswith(("Test", "Tests", "TestCase")) and stem[:1].isupper())
    ):
        marks |= TEST
    return marks


def is_test_path(path: str) -> bool:
    """Whether a path says that the file is a test, whether or not the file is there.

    >>> is_test_path("tests/unit/helpers.py"), is_test_path("shop/cart.py"), is_test_path("shop/cart_test.go")
    (True, False, True)
    """
    *folders, name = path.split("/")
    return bool((file_marks(name) | _of_folders(folders)) & TEST)


def _of_folders(names: list[str]) -> int:
    marks = 0
    for name in names:
        marks |= folder_marks(name, in_package=False)
    return marks


def is_minified_name(name: str) -> bool:
    """Whether the name alone says minified: ``jquery.min.js``."""
    return name.lower().endswith((".min.js", "-min.js", ".min.mjs", ".min.cjs"))


@cache
def mark_names(marks: int) -> tuple[str, ...]:
    """The marks as the words that stand in the database, sorted."""
    return tuple(name for bit, name in _NAMES if marks & bit)
