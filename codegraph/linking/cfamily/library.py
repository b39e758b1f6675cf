"""The little of C++'s standard library that carries a program's own types through: wrappers, containers, iterators."""

from __future__ import annotations

from codegraph.linking.cfamily.types import BOOL, SIZE, TEXT, UNKNOWN, VOID, Ty, pointer_to

STRING = Ty("std::string")
STRING_VIEW = Ty("std::string_view")

_SMART = frozenset(
    ("std::unique_ptr", "std::shared_ptr", "std::weak_ptr", "std::optional", "std::auto_ptr", "std::reference_wrapper")
)
"""``*x`` and ``x->`` give the first argument."""

_SEQUENCES = frozenset(
    (
        *("std::vector", "std::deque", "std::list", "std::forward_list", "std::array", "std::initializer_list"),
        *("std::set", "std::multiset", "std::unordered_set", "std::unordered_multiset", "std::span", "std::valarray"),
        *("std::queue", "std::stack", "std::priority_queue"),
    )
)
_MAPS = frozenset(("std::map", "std::multimap", "std::unordered_map", "std::unordered_multimap"))
_ELEMENT = frozenset(("front", "back", "at", "top", "operator[]"))
_ITERATORS = frozenset(
    (
        *("begin", "end", "cbegin", "cend", "rbegin", "rend", "crbegin", "crend", "find", "lower_bound", "upper_bound"),
        *("erase", "insert", "emplace", "emplace_hint", "before_begin", "insert_after"),
    )
)
ITERATOR = "std::iterator"
"""Our own name for any iterator: its argument is the element."""

_SIZES = frozenset(
    ("size", "length", "capacity", "max_size", "count", "find_first_of", "find_last_of", "rfind", "use_count")
)
_TRUTHS = frozenset(("empty", "has_value", "contains", "starts_with", "ends_with", "expired", "joinable"))
_NESTED_ITERATORS = frozenset(
    ("iterator", "const_iterator", "reverse_iterator", "const_reverse_iterator", "local_iterator")
)
_NESTED_ELEMENTS = frozenset(("value_type", "reference", "const_reference", "element_type", "mapped_type"))

_SAME_AS_FIRST = frozenset(
    (
        *(
            "move",
            "forward",
            "ref",
            "cref",
            "as_const",
            "min",
            "max",
            "exchange",
            "clamp",
            "launder",
            "move_if_noexcept",
        ),
        *("next", "prev", "find", "find_if", "lower_bound", "upper_bound", "remove_if", "unique", "max_element"),
        *("min_element", "find_if_not", "partition", "abs"),
    )
)
_MAKERS = {
    "make_unique": "std::unique_ptr",
    "make_shared": "std::shared_ptr",
    "make_optional": "std::optional",
    "allocate_shared": "std::shared_ptr",
}
_POINTER_CASTS = frozenset(
    ("static_pointer_cast", "dynamic_pointer_cast", "const_pointer_cast", "reinterpret_pointer_cast")
)

_SAME_TYPE = frozenset(
    f"std::{name}"
    for name in "remove_reference remove_cv remove_const remove_cvref decay add_const type_identity common_type".split()
)
"""Traits that give the type itself as far as we keep it."""

_PRIMITIVES = {
    "bool": "bool",
    "_Bool": "bool",
    "char": "char",
    "signed char": "signed char",
    "unsigned char": "unsigned char",
    "wchar_t": "wchar_t",
    "char8_t": "char8_t",
    "char16_t": "char16_t",
    "char32_t": "char32_t",
    "void": "void",
    "float": "float",
    "double": "double",
    "long double": "long double",
    "int8_t": "signed char",
    "uint8_t": "unsigned char",
    "int16_t": "short",
    "uint16_t": "unsigned short",
    "int32_t": "int",
    "uint32_t": "unsigned int",
    "int64_t": "long",
    "uint64_t": "unsigned long",
    "size_t": "unsigned long",
    "ssize_t": "long",
    "ptrdiff_t": "long",
    "intptr_t": "long",
    "uintptr_t": "unsigned long",
    "intmax_t": "long",
    "uintmax_t": "unsigned long",
    "time_t": "long",
    "off_t": "long",
    "nullptr_t": "null",
}
_RANKS = {"bool": 0, "char": 1, "signed char": 1, "unsigned char": 1, "wchar_t": 2, "char8_t": 1, "char16_t": 2}
_RANKS |= {"char32_t": 3, "short": 2, "unsigned short": 2, "int": 3, "unsigned int": 3, "long": 4, "unsigned long": 4}
_RANKS |= {"long long": 5, "unsigned long long": 5, "float": 6, "double": 7, "long double": 8}


def primitive(words: str) -> Ty | None:
    """The primitive type that the words spell, whatever their order."""
    known = _PRIMITIVES.get(words)
    if known is not None:
        return Ty(known, (), 1 if known == "null" else 0)
    parts = words.split()
    if not parts or any(p not in ("unsigned", "signed", "long", "short", "int", "char", "double") for p in parts):
        return None
    prefix = "unsigned " if "unsigned" in parts else ""
    if "char" in parts:
        return Ty(prefix + "char" if prefix else ("signed char" if "signed" in parts else "char"))
    if "double" in parts:
        return Ty("long double")
    size = "short" if "short" in parts else ("long", "long long")[parts.count("long") > 1] if "long" in parts else "int"
    return Ty(prefix + size)


def rank(ty: Ty) -> int:
    """How wide an arithmetic type is; -1 for other types."""
    return _RANKS.get(ty.head, -1) if type(ty.head) is str and not ty.pointers else -1


def is_outside(ty: Ty) -> bool:
    """A type from outside the repository, known by name."""
    return type(ty.head) is str and "::" in ty.head


def canonical(name: str) -> str:
    """One spelling for the same outside type."""
    if name.startswith("std::__cxx11::"):
        name = "std::" + name[14:]
    if name in ("std::basic_string", "::string"):
        return "std::string"
    if name == "std::basic_string_view":
        return "std::string_view"
    if name.startswith("std::") and name[5:] in _PRIMITIVES:
        return _PRIMITIVES[name[5:]]
    return name


def dereferenced(ty: Ty) -> Ty | None:
    """What ``*x`` of an outside wrapper or iterator gives; None when it is none."""
    if ty.head in _SMART or ty.head == ITERATOR:
        return ty.args[0] if ty.args else UNKNOWN
    return None


def arrow(ty: Ty) -> Ty | None:
    """What ``x->`` looks into."""
    return dereferenced(ty)


def element(ty: Ty) -> Ty:
    """What iterating an outside container meets."""
    head = ty.head
    if head in _SEQUENCES:
        return ty.args[0] if ty.args else UNKNOWN
    if head in _MAPS:
        return Ty("std::pair", ty.args[:2])
    if head in ("std::string", "std::string_view"):
        return Ty("char")
    if head == "list":
        return ty.args[0] if ty.args else UNKNOWN
    return UNKNOWN


def indexed(ty: Ty) -> Ty:
    """``x[i]``."""
    if ty.head in _MAPS:
        return ty.args[1] if len(ty.args) > 1 else UNKNOWN
    if ty.head == "std::unique_ptr":
        return ty.args[0] if ty.args else UNKNOWN
    return element(ty)


def position(ty: Ty, index: int) -> Ty:
    """A part of a pair, a tuple or an array."""
    if ty.head in ("std::pair", "std::tuple"):
        return ty.args[index] if index < len(ty.args) else UNKNOWN
    return element(ty)


def nested(ty: Ty, name: str) -> Ty | None:
    """A type inside an outside type: ``std::vector<T>::iterator``."""
    if name in _NESTED_ITERATORS:
        found = element(ty)
        if found == UNKNOWN:
            return None
        return Ty("char", (), 1) if found == Ty("char") else Ty(ITERATOR, (found,))
    if name in _NESTED_ELEMENTS:
        if ty.head in _SMART:
            return ty.args[0] if ty.args else None
        if name == "mapped_type":
            return ty.args[1] if len(ty.args) > 1 else None
        found = element(ty)
        return found if found != UNKNOWN else None
    if name == "key_type":
        return ty.args[0] if ty.args else None
    if name in ("size_type", "difference_type"):
        return SIZE
    if name == "type" and ty.args and type(ty.head) is str:
        return made_type(ty.head, ty.args)
    return None


def made_type(trait: str, arguments: tuple[Ty, ...]) -> Ty | None:
    """The type that a trait of namespace std gives, ``std::enable_if<c, T>::type``; None when that is not known."""
    if trait in _SAME_TYPE:
        return arguments[0] if arguments else None
    if trait == "std::enable_if":
        return arguments[1] if len(arguments) > 1 else VOID
    return None


def member_type(ty: Ty, name: str) -> Ty:
    """A data member of an outside type: ``first`` and ``second`` of a pair."""
    if ty.head == "std::pair":
        if name == "first":
            return ty.args[0] if ty.args else UNKNOWN
        if name == "second":
            return ty.args[1] if len(ty.args) > 1 else UNKNOWN
    return UNKNOWN


def method_result(ty: Ty, name: str) -> Ty:
    """What a method of an outside type gives, as far as the program's own types pass through it."""
    head = ty.head
    if head in _SMART:
        if name in ("get", "release"):
            return (
                pointer_to(ty.args[0]) if ty.args and head != "std::reference_wrapper" else dereferenced(ty) or UNKNOWN
            )
        if name in ("value", "operator*", "value_or"):
            return ty.args[0] if ty.args else UNKNOWN
        if name == "lock":
            return Ty("std::shared_ptr", ty.args)
        return BOOL if name in _TRUTHS else UNKNOWN
    if head == "std::atomic":
        return ty.args[0] if ty.args and name in ("load", "exchange", "fetch_add", "fetch_sub") else UNKNOWN
    if head in ("std::string", "std::string_view"):
        if name in ("c_str", "data"):
            return TEXT
        if name in ("substr", "append", "assign", "replace", "insert", "erase"):
            return Ty(head)
        if name == "find":
            return SIZE
    if head == "std::function" and name == "operator()":
        return ty.args[0].args[0] if ty.args and ty.args[0].head == "fn" and ty.args[0].args else UNKNOWN
    if head == "std::thread":
        return UNKNOWN
    container = head in _SEQUENCES or head in _MAPS or head in ("std::string", "std::string_view")
    if container:
        if name in _ELEMENT:
            return indexed(ty) if head in _MAPS else element(ty)
        if name == "data":
            return pointer_to(element(ty))
        if name in _ITERATORS:
            found = element(ty)
            if head in _MAPS or head in ("std::set", "std::unordered_set"):
                if name in ("insert", "emplace"):
                    return Ty("std::pair", (Ty(ITERATOR, (found,)), BOOL))
            if name == "emplace":
                return Ty(ITERATOR, (found,))
            return Ty(ITERATOR, (found,))
        if name in ("emplace_back", "emplace_front"):
            return element(ty)
    if name in _SIZES:
        return SIZE
    if name in _TRUTHS:
        return BOOL
    if name in ("str", "string", "what"):
        return STRING if name != "what" else TEXT
    if name in ("clear", "push_back", "push_front", "pop_back", "reset", "swap", "resize", "reserve"):
        return VOID
    return UNKNOWN


def function_result(name: str, explicit: tuple[Ty, ...], arguments: list[Ty]) -> Ty:
    """What a function of namespace ``std`` gives."""
    maker = _MAKERS.get(name)
    if maker is not None:
        return Ty(maker, explicit[:1] or tuple(arguments[:1]))
    if name in _POINTER_CASTS:
        return Ty("std::shared_ptr", explicit[:1])
    if name in _SAME_AS_FIRST:
        return explicit[0] if explicit and name in ("min", "max") else (arguments[0] if arguments else UNKNOWN)
    if name == "make_pair":
        return Ty("std::pair", tuple(arguments))
    if name in ("make_tuple", "tie", "forward_as_tuple"):
        return Ty("std::tuple", tuple(arguments))
    if name == "to_string":
        return STRING
    if name in ("begin", "cbegin", "end", "cend") and arguments:
        return Ty(ITERATOR, (element(arguments[0]),)) if not arguments[0].pointers else arguments[0]
    if name in ("strlen", "size"):
        return SIZE
    if name == "addressof" and arguments:
        return pointer_to(arguments[0])
    if name == "declval":
        return explicit[0] if explicit else UNKNOWN
    return UNKNOWN


COMMON_METHODS = frozenset(
    (
        "size length empty begin end rbegin rend cbegin cend front back at data c_str str clear push_back "
        "pop_back  push_front pop_front push pop top insert erase emplace emplace_back find count contains "
        "substr append assign compare  replace resize reserve capacity swap get reset release lock unlock "
        "try_lock wait notify_one notify_all join detach  load store exchange first second value value_or "
        "has_value open close read write flush good fail bad eof tie  rdbuf width precision fill setf what "
        "code message name hash_code before test set flip any none all to_string  rfind find_first_of "
        "find_last_of max_size shrink_to_fit key_comp lower_bound upper_bound equal_range merge  extract sort "
        "unique reverse remove remove_if splice put seekg seekp tellg tellp ignore peek getline gcount "
        "is_open min max lowest epsilon infinity time_since_epoch fetch_add fetch_sub compare_exchange_strong "
        "compare_exchange_weak get_id hardware_concurrency owner_before use_count expired "
    ).split()
)
"""Method names that standard types have: a receiver of unknown type that has one is likely one of theirs."""

TYPE_NAMES = frozenset(
    name.partition("::")[2]
    for name in (
        *_SMART,
        *_SEQUENCES,
        *_MAPS,
        "std::pair",
        "std::tuple",
        "std::string",
        "std::string_view",
        "std::function",
        "std::atomic",
        "std::thread",
        "std::mutex",
    )
)
"""Types of namespace std that are called like functions to make objects."""

STANDARD_NAMES = (
    TYPE_NAMES
    | frozenset(_MAKERS)
    | _SAME_AS_FIRST
    | frozenset(
        "make_pair make_tuple tie to_string cout cerr endl swap sort ostream istream ostringstream stringstream "
        "ifstream ofstream exception runtime_error logic_error size_t".split()
    )
)
"""What a plain name may mean after ``using namespace std``."""

C_FUNCTIONS = frozenset(
    (
        "abort abs accept access acos alarm asctime asin asprintf assert atan atan2 atexit atof "
        "atoi atol atoll basename bind bsearch calloc ceil chdir chmod chown clearerr clock "
        "clock_gettime close closedir connect cos cosh creat ctime daemon difftime dirname div "
        "dlclose dlerror dlopen dlsym dprintf dup dup2 environ err errx execl execle execlp execv "
        "execve execvp exit _exit exp fabs fclose fcntl fdopen feof ferror fflush fgetc fgetpos "
        "fgets fileno flock floor fmod fopen fork fprintf fputc fputs fread free freeaddrinfo "
        "freopen frexp fscanf fseek fsetpos fstat fsync ftell ftruncate fwrite getaddrinfo getc "
        "getchar getcwd getegid getenv geteuid getgid gethostbyname gethostname getline getopt "
        "getopt_long getpeername getpgrp getpid getppid getpwnam getpwuid getrlimit getrusage "
        "gets getsockname getsockopt gettimeofday getuid glob gmtime gmtime_r htonl htons "
        "inet_ntop inet_pton ioctl isalnum isalpha isascii isatty iscntrl isdigit isgraph islower "
        "isprint ispunct isspace isupper isxdigit kill labs ldexp link listen llabs localeconv "
        "localtime localtime_r log log10 log2 longjmp lseek lstat malloc mblen memchr memcmp "
        "memcpy memmem memmove mempcpy memset mkdir mkdtemp mkfifo mkstemp mktemp mktime mlock "
        "mmap modf mprotect munmap nanosleep ntohl ntohs open opendir openlog pause pclose perror "
        "pipe poll popen posix_memalign pow pread printf pthread_create pthread_join "
        "pthread_mutex_init pthread_mutex_lock pthread_mutex_unlock pthread_self putc putchar "
        "putenv puts pwrite qsort raise rand random read readdir readlink readv realloc realpath "
        "recv recvfrom recvmsg remove rename rewind rewinddir rmdir round scanf sched_yield "
        "select send sendmsg sendto setbuf setenv setgid setitimer setjmp setlocale setpgid "
        "setrlimit setsid setsockopt setuid setvbuf shutdown sigaction sigaddset sigemptyset "
        "sigfillset signal sigprocmask sin sinh sleep snprintf socket socketpair sprintf sqrt "
        "srand srandom sscanf stat strcasecmp strcat strchr strcmp strcoll strcpy strcspn strdup "
        "strerror strerror_r strftime strlen strncasecmp strncat strncmp strncpy strndup strnlen "
        "strpbrk strptime strrchr strsep strsignal strspn strstr strtod strtof strtok strtok_r "
        "strtol strtold strtoll strtoul strtoull strxfrm symlink sync sysconf syslog system tan "
        "tanh tcgetattr tcsetattr time times tmpfile tmpnam tolower toupper trunc truncate "
        "ttyname tzset umask uname ungetc unlink unsetenv usleep utime vasprintf vfprintf vprintf "
        "vsnprintf vsprintf vsscanf wait waitpid warn warnx wcslen write writev"
    ).split()
)
"""Functions of C and POSIX: one that a file uses without a declaration of the repository's own is the system's."""
