"""Which model turns symbols and questions into vectors: the table that ships, or a sentence transformer.

An index is embedded by one model, whose name stands in ``meta``; questions are read by the same one. Another
model is chosen by a person (``codegraph index --model``, ``CODEGRAPH_MODEL``), never by a file of the repository:
loading one reads files and may run what is in them. A model that cannot be loaded is an error that says what can
be done; it is never replaced by another behind the user's back.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from codegraph.errors import DatabaseProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = "codegraph-static-256"
"""The table in the package."""
SHORT_NAME = "static"
"""What people call it."""
VARIABLE = "CODEGRAPH_MODEL"
EXTRA = "pip install 'codegraph-mcp[transformers]'"
_DOWNLOAD = """python -c 'from sentence_transformers import SentenceTransformer as S; S("{name}")'"""
_LONGEST_TEXT = 2000


class ModelUnavailable(DatabaseProblem):
    """The model that embeds an index cannot be loaded."""


class Model(Protocol):
    """Text in, unit vectors out."""

    name: str
    dimensions: int
    """A multiple of 64: the signs of a vector are compared in words of that many bits."""
    batch: int
    """How many symbols to hand over at once, so that the work can be stopped within a fifth of a second."""

    def encode(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Unit vectors of symbols, a row each; a text is the columns of ``search_text`` after the id."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question."""
        ...


def full_name(name: str) -> str:
    """The name as it is recorded: the shipped table's own, a path made absolute, else as given."""
    name = name.strip()
    if name in ("", SHORT_NAME, SHIPPED):
        return SHIPPED
    if name.startswith(("./", "../", "~", "/")) or (os.sep in name and os.path.isdir(name)):
        return os.path.abspath(os.path.expanduser(name))
    return name


def chosen(argument: str | None = None) -> str:
    """The model that the user asks for, by ``argument`` or by the environment; '' when by neither."""
    asked = argument or os.environ.get(VARIABLE, "")
    return full_name(asked) if asked.strip() else ""


def recorded(db: sqlite3.Connection) -> str:
    """The model that embedded the symbols of a database."""
    row = db.execute("SELECT value FROM meta WHERE key = 'model'").fetchone()
    return row[0] if row is not None and row[0] else SHIPPED


def may_load(name: str) -> bool:
    """Whether loading the model is worth trying: a quick look that imports nothing."""
    from importlib.util import find_spec

    return name == SHIPPED or find_spec("sentence_transformers") is not None


@lru_cache(maxsize=2)
def load_model(name: str) -> Model:
    """The model of that name, loaded once.

    Raises:
        ModelUnavailable: it cannot be loaded; the message says why and what else there is.
    """
    if name == SHIPPED:
        from codegraph.search.static_model import static_model

        return static_model()
    return SentenceModel(name)


class SentenceModel:
    """A model of the sentence-transformers library, from a folder or from what was downloaded before."""

    batch = 64

    def __init__(self, name: str) -> None:
        self.name = name
        # Nothing is fetched while indexing or answering; these are read when the library is imported.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        is_path = os.path.isabs(name)
        if is_path and not Path(name).is_dir():
            raise ModelUnavailable(_unavailable(name, "there is no such folder"))
        try:
            from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]
        except ImportError as error:
            raise ModelUnavailable(_unavailable(name, f"{error}; {EXTRA}")) from error
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        try:
            self._model: Any = SentenceTransformer(name, device="cpu", local_files_only=True, trust_remote_code=False)
        except Exception as error:  # whatever a model's files make the library raise
            reason = str(error).strip().split("\n")[0][:300] or type(error).__name__
            if not is_path:
                reason += f"; download it once with {_DOWNLOAD.format(name=name)}"
            raise ModelUnavailable(_unavailable(name, reason)) from error
        self._size = len(self._query(("",))[0])
        self.dimensions = -(-self._size // 64) * 64

    def encode(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """A symbol is read as: name and owner, doc, signature, body words, path."""
        documents = []
        for name, owner, signature, path, doc, body in texts:
            parts = (f"{name} {owner}".strip(), doc, signature, body, path)
            documents.append(". ".join(part for part in parts if part)[:_LONGEST_TEXT])
        encode = getattr(self._model, "encode_document", None) or self._model.encode
        return self._padded(encode(documents, batch_size=32, **_OPTIONS))

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """All zero for no text."""
        if not text.strip():
            import numpy as np

            return np.zeros(self.dimensions, np.float32)
        return self._padded(self._query((text[:_LONGEST_TEXT],)))[0]

    def _query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        encode = getattr(self._model, "encode_query", None) or self._model.encode
        return np.asarray(encode(list(texts), **_OPTIONS), np.float32)

    def _padded(self, vectors: Any) -> NDArray[np.float32]:
        import numpy as np

        vectors = np.asarray(vectors, np.float32)
        out = np.zeros((len(vectors), self.dimensions), np.float32)
        out[:, : self._size] = vectors
        return out


_OPTIONS = {"normalize_embeddings": True, "convert_to_numpy": True, "show_progress_bar": False}


def refuse_inside(name: str, root: Path) -> None:
    """A database may come from anywhere; the files of the repository that it describes are never loaded as a model.

    Raises:
        ModelUnavailable: the recorded model is a folder below ``root``.
    """
    if os.path.isabs(name) and Path(os.path.realpath(name)).is_relative_to(root):
        raise ModelUnavailable(_unavailable(name, "it lies inside the repository; name it with --model to use it"))


def _unavailable(name: str, reason: str) -> str:
    return (
        f"the embedding model {name!r} cannot be loaded: {reason}. "
        f"`codegraph index --model {SHORT_NAME}` goes back to the table that ships with codegraph; "
        f"--model takes any sentence-transformers model by name or folder"
    )
