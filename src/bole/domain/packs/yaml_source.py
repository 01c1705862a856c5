"""Read one YAML file of a pack: data with exact decimals, and the line of every key and value.

YAML 1.1 turns ``no`` into false, 12:30 into 750 and 0.10 into a float. None of that happens here: what could be read
in two ways is refused with the way out, and a decimal is taken from the printed text.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import yaml

from bole.domain.packs.problems import Path, Problem, written
from bole.domain.shared.reasons import Reason

LARGEST = 4 * 1024 * 1024
DEEPEST = 40
LONGEST_NUMBER = 100  # digits; Python refuses to read thousands of them
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader in C: ten times faster

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK = re.compile(r"[-+]?[0-9]+(:[0-9]+)+(\.[0-9]*)?")
OTHER_BASE = re.compile(r"[-+]?0[0-9_]+|[-+]?0[xXbBoO][0-9a-fA-F_]+")
NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
STANDARD = "tag:yaml.org,2002:"
PLAIN_TYPES = {"null", "bool", "int", "float", "timestamp", "str", "value", "merge"}
SWITCHES = {"yes", "no", "on", "off", "y", "n"}


@dataclass(slots=True)
class YamlFile:
    """``data`` is what the file says, ``lines`` the line of each key or entry, ``notes`` what could not be read."""

    name: str
    data: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    notes: list[tuple[Path, int, Reason, Reason]] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return [
            Problem(self.name, line, written(path, data=self.data), what, remedy)
            for path, line, what, remedy in self.notes
        ]

    @property
    def noted(self) -> set[Path]:
        return {path for path, *_rest in self.notes}

    def line_of(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def note(self, path: Path, line: int, what: Reason, remedy: Reason) -> None:
        self.notes.append((path, line, what, remedy))


def read_yaml(name: str, content: bytes) -> YamlFile:
    """Return what a file says; nothing is raised, what cannot be read is among the problems."""
    file = YamlFile(name)
    if len(content) > LARGEST:
        file.note((), 0, Reason("The file is larger than 4 MB."), Reason("Split it into several files."))
        return file
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        file.note((), line, Reason("The file is not in UTF-8."), Reason("Save it again in UTF-8."))
        return file
    try:
        documents = list(yaml.compose_all(text, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.note((), mark.line + 1 if mark else 1, *syntax_sentence(error, sign=sign_at(text, mark)))
        return file
    except (yaml.YAMLError, RecursionError):
        file.note((), 1, Reason("The file cannot be read as YAML."), Reason("Write it again as plain text."))
        return file
    if len(documents) > 1:
        line = documents[1].start_mark.line + 1
        file.note((), line, Reason("A second document begins here with ---."), Reason("Put it into a file of its own."))
    if documents and documents[0] is not None:
        file.data = Reading(file).take(documents[0], ())
    return file


def sign_at(text: str, mark: yaml.Mark | None) -> str:
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines):
        return ""
    return lines[mark.line][mark.column : mark.column + 1]


def syntax_sentence(error: yaml.MarkedYAMLError, *, sign: str) -> tuple[Reason, Reason]:
    said = f"{error.context or ''} {error.problem or ''}"
    for found, what, remedy in SYNTAX:
        if found in said:
            return what, remedy
    if sign == "\t":
        return Reason("There is a tab where YAML wants spaces."), Reason("Indent with spaces, two a level.")
    return (
        Reason("The file cannot be read as YAML from here: %(said)s.", {"said": (error.problem or "").strip()}),
        Reason("Check indentation, colons and quotation marks here and in the line above."),
    )


SYNTAX = (
    (
        "block scalar",
        Reason("A bare value that begins with > or | opens a block of text."),
        Reason('Put it in quotes: ">=".'),
    ),
    ("alias", Reason("A bare value that begins with * repeats an entry from elsewhere."), Reason("Put it in quotes.")),
    ("anchor", Reason("A bare value that begins with & names an entry."), Reason("Put it in quotes.")),
    (
        "mapping values are not allowed",
        Reason("A second colon stands on this line, or the line is indented too far."),
        Reason("Put a value with a colon in quotes; give fields of one entry the same indentation."),
    ),
    ("quoted scalar", Reason("A quotation mark is opened and not closed."), Reason("Close it on the same line.")),
)


class Reading:
    """One walk over the nodes of a file, which notes lines and refuses what could be read in two ways."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.met: set[int] = set()

    def take(self, node: yaml.Node, path: Path) -> object:
        line = node.start_mark.line + 1
        self.file.lines.setdefault(path, line)
        if id(node) in self.met:
            # Ten lines of aliases of aliases mean a billion entries, and nobody sees what an alias stands for.
            what = Reason("An alias (*) repeats an entry from elsewhere.")
            self.file.note(path, self.file.lines[path], what, Reason("Write the entry out."))
            return None
        self.met.add(id(node))
        if len(path) > DEEPEST:
            self.file.note(path, line, Reason("Entries are nested too deeply."), Reason("Write fewer levels."))
            return None
        if isinstance(node, yaml.MappingNode):
            return self.take_mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.take(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.take_scalar(node, path)

    def take_mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            if trap := trap_in_key(key_node, first=self.file.lines.get((*path, key)) if key in data else None):
                self.file.note((*path, key) if key else path, line, *trap)
                continue
            self.file.lines[(*path, key)] = line
            data[key] = self.take(value_node, (*path, key))
        return data

    def take_scalar(self, node: yaml.Node, path: Path) -> object:
        text = str(node.value)
        line = node.start_mark.line + 1
        trap = trap_in_scalar(node)
        if trap:
            self.file.note(path, line, *trap)
            return text
        if is_quoted(node):
            return text
        if DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                what = Reason("The day %(day)s does not exist.", {"day": text})
                self.file.note(path, line, what, Reason("Check month and day; a day is written like 2025-12-31."))
                return None
        return plain_value(text)


def plain_value(text: str) -> object:
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if len(text) > LONGEST_NUMBER:
        return text
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def trap_in_key(node: yaml.Node, *, first: int | None) -> tuple[Reason, Reason] | None:
    """Return the sentence for a field name that cannot stand; ``first`` is the line where the same name stood before."""
    if not isinstance(node, yaml.ScalarNode):
        return Reason("A field name has to be a word."), Reason("Write name: value.")
    word = str(node.value)
    if not is_quoted(node) and word.lower() in SWITCHES:
        what = Reason("The field name %(word)s means true or false to YAML.", {"word": word})
        return what, Reason("Use another word; no field is called so.")
    if not is_quoted(node) and word == "<<":
        what = Reason("Entries are merged with <<, so the file does not show what holds.")
        return what, Reason("Write the fields out.")
    if INTEGER.fullmatch(word):
        what = Reason("The number %(word)s stands where a field name is expected.", {"word": word})
        return what, Reason("Write large numbers without commas: 12500.")
    if first is not None:
        return Reason("The field is written twice, first in line %(line)s.", {"line": first}), Reason(
            "Keep one of the two."
        )
    return None


def trap_in_scalar(node: yaml.Node) -> tuple[Reason, Reason] | None:
    text = str(node.value)
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        return Reason("An invisible control character stands here."), Reason("Delete the value and type it again.")
    if node.tag.removeprefix(STANDARD) not in PLAIN_TYPES:
        return Reason("A type is forced with %(tag)s.", {"tag": node.tag}), Reason("Write the plain value.")
    return None if is_quoted(node) else trap_in(text)


def is_quoted(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and bool(node.style)  # the reader in C gives "" for a bare word


def trap_in(text: str) -> tuple[Reason, Reason] | None:
    """Return the sentence for a plain word that YAML 1.1 readers take for something else."""
    quote = Reason('Put it in quotes: "%(word)s".', {"word": text})
    if text.lower() in SWITCHES:
        return Reason("The bare word %(word)s means true or false to YAML.", {"word": text}), quote
    if CLOCK.fullmatch(text):
        return Reason("YAML reads %(word)s as a number in base 60.", {"word": text}), quote
    if OTHER_BASE.fullmatch(text):
        return Reason(
            "YAML reads %(word)s as a number in another base, because it begins with 0.", {"word": text}
        ), quote
    if NOT_A_NUMBER.fullmatch(text):
        return Reason("%(word)s is not a number.", {"word": text}), Reason("Write a number, or leave the field out.")
    return None
