"""Functions that scripts find without declaring or importing them."""

from __future__ import annotations

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
