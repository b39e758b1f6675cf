"""The little of Go's standard library that carries a project's own types through: generic containers and iterators.

Everything else outside is just outside; these functions and methods hand back what they were given.
"""

from __future__ import annotations

BUILTIN_FUNCTIONS = frozenset(
    (
        "append",
        "cap",
        "clear",
        "close",
        "complex",
        "copy",
        "delete",
        "imag",
        "len",
        "make",
        "max",
        "min",
        "new",
        "panic",
        "print",
        "println",
        "real",
        "recover",
    )
)

SAME_AS_FIRST = frozenset(
    (
        "append",
        "cmp.Or",
        "maps.Clone",
        "max",
        "min",
        "slices.Clip",
        "slices.Clone",
        "slices.Compact",
        "slices.CompactFunc",
        "slices.Concat",
        "slices.Delete",
        "slices.DeleteFunc",
        "slices.Grow",
        "slices.Insert",
        "slices.Replace",
    )
)
"""Functions whose result has the type of their first argument."""

ELEMENT_OF_FIRST = frozenset(("slices.Max", "slices.MaxFunc", "slices.Min", "slices.MinFunc"))

SLICE_OF_FIRST = frozenset(("slices.Collect", "slices.Sorted", "slices.SortedFunc", "slices.SortedStableFunc"))
"""Functions that gather an iterator's elements."""

ITERATORS = {
    "maps.Keys": ("iter.Seq", (0,)),
    "maps.Values": ("iter.Seq", (1,)),
    "maps.All": ("iter.Seq2", (0, 1)),
    "slices.Values": ("iter.Seq", (0,)),
    "slices.All": ("iter.Seq2", (-1, 0)),
    "slices.Backward": ("iter.Seq2", (-1, 0)),
}
"""Function -> (result type, which type arguments of the first argument it has; -1 is an int)."""

RESULT_OF_METHOD = {
    "sync/atomic.Pointer": {"Load": 0, "Swap": 0},
    "weak.Pointer": {"Value": 0},
    "unique.Handle": {"Value": 0},
}
"""Generic type -> method -> which type argument calling it gives."""

RESULT_OF_FUNCTION = frozenset(("sync.OnceValue",))
"""Functions that give back the function they were given."""

METHODS = {
    "sync.Mutex": frozenset(("Lock", "TryLock", "Unlock")),
    "sync.RWMutex": frozenset(("Lock", "RLock", "RLocker", "RUnlock", "TryLock", "TryRLock", "Unlock")),
    "sync.Once": frozenset(("Do",)),
    "sync.WaitGroup": frozenset(("Add", "Done", "Go", "Wait")),
    "sync.Map": frozenset(
        (
            "Clear",
            "CompareAndDelete",
            "CompareAndSwap",
            "Delete",
            "Load",
            "LoadAndDelete",
            "LoadOrStore",
            "Range",
            "Store",
            "Swap",
        )
    ),
    "any": frozenset(),
    "comparable": frozenset(),
    "error": frozenset(("Error",)),
    "fmt.Stringer": frozenset(("String",)),
    "fmt.GoStringer": frozenset(("GoString",)),
    "io.Reader": frozenset(("Read",)),
    "io.Writer": frozenset(("Write",)),
    "io.Closer": frozenset(("Close",)),
    "io.Seeker": frozenset(("Seek",)),
    "io.ReaderAt": frozenset(("ReadAt",)),
    "io.WriterTo": frozenset(("WriteTo",)),
    "io.ReaderFrom": frozenset(("ReadFrom",)),
    "io.ByteReader": frozenset(("ReadByte",)),
    "io.ByteWriter": frozenset(("WriteByte",)),
    "io.StringWriter": frozenset(("WriteString",)),
    "io.ReadCloser": frozenset(("Read", "Close")),
    "io.ReadWriter": frozenset(("Read", "Write")),
    "io.ReadWriteCloser": frozenset(("Read", "Write", "Close")),
    "io.ReadSeeker": frozenset(("Read", "Seek")),
    "io.WriteCloser": frozenset(("Write", "Close")),
    "context.Context": frozenset(("Deadline", "Done", "Err", "Value")),
    "net.Conn": frozenset(
        (
            "Close",
            "LocalAddr",
            "Read",
            "RemoteAddr",
            "SetDeadline",
            "SetReadDeadline",
            "SetWriteDeadline",
            "Write",
        )
    ),
    "net.Listener": frozenset(("Accept", "Addr", "Close")),
    "net.Addr": frozenset(("Network", "String")),
    "net.Error": frozenset(("Error", "Temporary", "Timeout")),
    "net/http.ResponseWriter": frozenset(("Header", "Write", "WriteHeader")),
    "net/http.Handler": frozenset(("ServeHTTP",)),
    "net/http.RoundTripper": frozenset(("RoundTrip",)),
    "net/http.Flusher": frozenset(("Flush",)),
    "net/http.Hijacker": frozenset(("Hijack",)),
    "sort.Interface": frozenset(("Len", "Less", "Swap")),
    "heap.Interface": frozenset(("Len", "Less", "Swap", "Push", "Pop")),
    "container/heap.Interface": frozenset(("Len", "Less", "Swap", "Push", "Pop")),
    "encoding.TextMarshaler": frozenset(("MarshalText",)),
    "encoding.TextUnmarshaler": frozenset(("UnmarshalText",)),
    "encoding/json.Marshaler": frozenset(("MarshalJSON",)),
    "encoding/json.Unmarshaler": frozenset(("UnmarshalJSON",)),
}
"""Types that are often embedded, with all their methods: what they lack is looked for elsewhere."""
