"""Functions and types that scripts find without declaring or importing them."""

from __future__ import annotations

import re

GLOBALS = frozenset(
    """fetch setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask
    structuredClone requestAnimationFrame cancelAnimationFrame requestIdleCallback require define importScripts
    parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape eval
    alert confirm prompt atob btoa open close print stop focus blur postMessage addEventListener removeEventListener
    dispatchEvent getComputedStyle getSelection matchMedia reportError scroll scrollBy scrollTo
    Array Boolean BigInt Date Error Function Map Number Object Promise Proxy RegExp Set String Symbol WeakMap WeakSet
    URL $ jQuery describe it test expect suite before after beforeEach afterEach beforeAll afterAll setup teardown
    jest vi cy assert""".split()
)
"""Of browsers, Node.js and test runners."""
_TYPES = frozenset(
    """Algorithm Animation Attr Awaited Blob Body Cache Client Clients Clipboard Comment Console Credential Crypto
    Disposable Document Element Enumerator Event Exclude External Extract File Gamepad Generator Geolocation Headers
    Highlight History Image Intl Iterable Iterator Keyframe Location Lock Navigator Node Notification Omit Option
    Parameters Partial Performance Permissions Pick Plugin Range Readonly Record Reflect Report Request Required
    Response Screen Selection Storage Text Touch Transferable Transformer Window Worker NodeJS JSX Express Buffer
    globalThis""".split()
)
_LIKE_TYPES = re.compile(
    r"(HTML|SVG|DOM|RTC|CSS|IDB|GPU|XML|XPath|Media|Audio|Web|Worker|Readable|Writable|Readonly|Intl)\w*"
    r"|\w+(Event|EventMap|Element|Init|Array|Constructor|Callback|Node|List|Like|Error)"
)
"""How most of the others are called: of these nobody can tell by the name."""


def is_global(name: str) -> bool:
    """Whether a name may mean something without being declared.

    >>> is_global("fetch"), is_global("HTMLElement"), is_global("ShareConfig")
    (True, True, False)
    """
    return name in GLOBALS or name in _TYPES or _LIKE_TYPES.fullmatch(name) is not None
