"""The tables of ``graph.db``, as SQL a person can read."""

from __future__ import annotations

SCHEMA_VERSION = 2
"""Also ``PRAGMA user_version``. A database of a newer version is never rebuilt by an older program."""

APPLICATION_ID = 0x63677068
"""``PRAGMA application_id``: the letters cgph. Without it a database is not ours."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,          -- POSIX, relative to the root; see codegraph.paths
    language TEXT NOT NULL,             -- '' for skipped files without one
    status TEXT NOT NULL,               -- indexed | skipped | error
    reason TEXT NOT NULL DEFAULT '',    -- why skipped or in error
    flags TEXT NOT NULL DEFAULT '',     -- space-separated: test generated vendored docs example
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    hash TEXT NOT NULL DEFAULT '',      -- blake2b of the bytes, hex, 16 bytes
    lines INTEGER NOT NULL DEFAULT 0,
    unparsed TEXT NOT NULL DEFAULT '',  -- JSON [[first, last], …], 1-based lines
    module TEXT NOT NULL DEFAULT '',
    facts BLOB                          -- zlib-compressed FileFacts.encode()
);

CREATE TABLE symbols (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL UNIQUE,
    file_id INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
    definition INTEGER NOT NULL,        -- index into the file's facts
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    qualified_name TEXT NOT NULL,
    parent_id INTEGER,                  -- nearest named definition around it
    line INTEGER NOT NULL,              -- 1-based line of the name; modules: 1
    "column" INTEGER NOT NULL,
    start_line INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    signature TEXT NOT NULL DEFAULT '',
    doc TEXT NOT NULL DEFAULT '',
    visibility TEXT NOT NULL DEFAULT 'public',
    flags TEXT NOT NULL DEFAULT '',     -- space-separated
    complexity INTEGER NOT NULL DEFAULT 1,
    content_hash BLOB,                  -- of the text that is embedded
    embedding BLOB
);

CREATE TABLE edges (                    -- one row a site
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    kind TEXT NOT NULL,
    resolution TEXT NOT NULL,
    file_id INTEGER NOT NULL,           -- where the site is: the file whose links own this row
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    strategy TEXT NOT NULL DEFAULT '',  -- which rule of the linker made it
    via INTEGER                         -- dispatch: the declared target
);

CREATE TABLE unresolved (               -- call sites with no callee
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,               -- unknown-receiver | external | parameter | not-found | …
    file_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL
);

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL,
    module TEXT NOT NULL,               -- as written
    name TEXT NOT NULL,
    local TEXT NOT NULL,
    line INTEGER NOT NULL,
    target_file_id INTEGER              -- NULL when outside the repository
);

CREATE TABLE link_dependencies (        -- what a file's links looked at, for incremental re-linking
    file_id INTEGER PRIMARY KEY,
    dependencies BLOB NOT NULL,         -- see codegraph.dependencies
    bases BLOB NOT NULL                 -- pairs of int32: definition of a class, symbol of a direct base
);

CREATE TABLE scip_indexes (             -- imported compiler data; see codegraph.scip
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                 -- of the file, without folders
    hash TEXT NOT NULL,                 -- blake2b of its bytes
    tool TEXT NOT NULL,
    version TEXT NOT NULL
);

CREATE TABLE scip_documents (           -- what it binds in one file
    path TEXT PRIMARY KEY,
    index_id INTEGER NOT NULL,
    state TEXT NOT NULL,                -- fresh | stale | absent, when it was imported
    hash TEXT NOT NULL,                 -- of the file then: in force while that is files.hash
    data BLOB NOT NULL                  -- see codegraph.scip.stored
) WITHOUT ROWID;

CREATE TABLE scip_links (               -- edges at sites that an index binds
    file_id INTEGER PRIMARY KEY,
    confirmed INTEGER NOT NULL,         -- exact already
    upgraded INTEGER NOT NULL,          -- less sure before
    added INTEGER NOT NULL,
    removed INTEGER NOT NULL
);

CREATE TABLE search_text (              -- split words; the full-text table reads from here
    id INTEGER PRIMARY KEY,             -- symbols.id
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    signature TEXT NOT NULL,
    path TEXT NOT NULL,
    doc TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE arrays (                   -- the compiled adjacency; derived, can be dropped at any time
    name TEXT PRIMARY KEY,
    data BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE log (                      -- last errors, newest last; trimmed to 100 rows
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    message TEXT NOT NULL
);
"""

INDEXES = """
CREATE INDEX symbols_by_name ON symbols(name, kind);
CREATE INDEX symbols_by_qualified_name ON symbols(qualified_name);
CREATE INDEX symbols_by_file ON symbols(file_id);
CREATE INDEX symbols_by_parent ON symbols(parent_id);
CREATE INDEX edges_by_source ON edges(source);
CREATE INDEX edges_by_target ON edges(target);
CREATE INDEX edges_by_file ON edges(file_id);
CREATE INDEX unresolved_by_name ON unresolved(name);
CREATE INDEX unresolved_by_source ON unresolved(source);
CREATE INDEX unresolved_by_file ON unresolved(file_id);
CREATE INDEX imports_by_file ON imports(file_id);
CREATE INDEX imports_by_target ON imports(target_file_id);
"""
"""Apart from the tables, because a full index fills the tables first."""

FULL_TEXT = """
CREATE VIRTUAL TABLE symbols_fts USING fts5(
    name, owner, signature, path, doc, body,
    content="search_text", content_rowid="id", tokenize='porter unicode61'
);
"""

TRIGGERS = """
CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
    INSERT INTO symbols_fts(rowid, name, owner, signature, path, doc, body)
    VALUES (new.id, new.name, new.owner, new.signature, new.path, new.doc, new.body);
END;
CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN
    INSERT INTO symbols_fts(symbols_fts, rowid, name, owner, signature, path, doc, body)
    VALUES ('delete', old.id, old.name, old.owner, old.signature, old.path, old.doc, old.body);
END;
CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN
    INSERT INTO symbols_fts(symbols_fts, rowid, name, owner, signature, path, doc, body)
    VALUES ('delete', old.id, old.name, old.owner, old.signature, old.path, old.doc, old.body);
    INSERT INTO symbols_fts(rowid, name, owner, signature, path, doc, body)
    VALUES (new.id, new.name, new.owner, new.signature, new.path, new.doc, new.body);
END;
"""
"""They keep the full-text table in step with ``search_text``."""
