"""``bole rules``: check a rule as it is written, and say it back in words."""

import gettext
from pathlib import Path
from typing import Annotated, Any, cast

import typer
import yaml
from pydantic import ValidationError
from rich.console import Console

from bole.cli.start import PACKS, pack_in
from bole.domain.registers.pack_format import FORMAT, schema_of
from bole.domain.rules.checking import check_rule
from bole.domain.rules.problems import Problem
from bole.domain.rules.schema import Schema, SchemaPart, merge_schemas
from bole.domain.rules.wording import Speech, say_node
from bole.domain.shared.reasons import Reason

app = typer.Typer(no_args_is_help=True, help="Check rules and say them in words.")
LOCALE = Path(__file__).resolve().parents[1] / "web" / "locale"
out = Console(highlight=False, soft_wrap=True, markup=False)


@app.callback()
def rules() -> None:
    """Check rules and say them in words."""


@app.command()
def check(
    rule: Annotated[str, typer.Argument(help="the rule, in quotes")],
    register: Annotated[str, typer.Option(help="whose rule it is; empty for a figure of a whole region")] = "person",
    schema: Annotated[
        list[Path] | None, typer.Option(help="a YAML or JSON file of registers; may be given more than once")
    ] = None,
    packs: Annotated[Path, typer.Option(help="the folder that holds the pack base; not needed with --schema")] = PACKS,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Print every error of a rule at its place, or the rule in words; the exit code is 1 on error."""
    if lang not in {"zh", "en"}:
        out.print("--lang: zh | en")
        raise typer.Exit(2)
    known = read_schema(schema) if schema else read_pack(pack_in(packs, "base"))
    checked = check_rule(rule, schema=known, register=register)
    if checked.rule is None:
        for problem in checked.problems:
            out.print(place_problem(rule, problem, lang))
        raise typer.Exit(1)
    out.print(say_node(Speech(known, lang), checked.rule.node))


def read_pack(folder: Path) -> Schema:
    """Return what rules may speak of by the files of a pack; one that says something impossible ends the command."""
    values = []
    for kind in FORMAT.kinds:
        for path in sorted(path for shape in kind.files for path in folder.glob(shape)):
            try:
                values += [kind.schema.model_validate(entry) for entry in yaml.safe_load(path.read_text("utf-8")) or ()]
            except (OSError, yaml.YAMLError, ValidationError) as error:
                out.print(f"{path.name}: {error}")
                raise typer.Exit(2) from None
    return schema_of(values)


def read_schema(paths: list[Path]) -> Schema:
    """Read the registers of several files as one schema; a file that says something impossible ends the command."""
    parts: list[SchemaPart] = []
    for path in paths:
        try:
            parts.append(SchemaPart.model_validate(yaml.safe_load(path.read_text("utf-8")) or {}))
        except (OSError, yaml.YAMLError, ValidationError) as error:
            out.print(f"{path.name}: {error}")
            raise typer.Exit(2) from None
    try:
        return merge_schemas(parts)
    except ValidationError as error:
        out.print(str(error))
        raise typer.Exit(2) from None


def place_problem(rule: str, problem: Problem, lang: str) -> str:
    """Return the line of the rule, a caret line under the place, the reason and the remedy."""
    span = problem.span
    rows = rule.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    # What cannot be printed stands as a mark: it would turn the line around, or stop the terminal.
    line = "".join(char if char.isprintable() else "\u25af" for char in rows[span.line - 1])
    before, marked = (
        line[: span.column - 1],
        line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None],
    )
    shown, carets = _window(before, marked, line)
    remedy = f" {say(problem.remedy, lang)}" if problem.remedy else ""
    return f"{span.line}:{span.column}: {say(problem.reason, lang)}{remedy}\n    {shown}\n    {carets}"


def _window(before: str, marked: str, line: str) -> tuple[str, str]:
    if len(line) <= WIDEST:
        return line, " " * _columns(before) + "^" * max(1, _columns(marked))
    start = max(0, len(before) - WIDEST // 2)  # a long rule is shown around the place
    return line[start : start + WIDEST], " " * _columns(before[start:]) + "^" * max(1, _columns(marked[: WIDEST // 2]))


WIDEST = 100


def _columns(text: str) -> int:
    return sum(2 if ord(char) >= 0x2E80 else 1 for char in text)  # a Chinese character takes two columns of a terminal


def say(reason: Reason, lang: str) -> str:
    """Return a reason in a language, from the compiled catalogue where there is one."""
    text = reason.text
    if lang == "zh":
        text = gettext.translation("django", LOCALE, languages=["zh_Hans"], fallback=True).gettext(text)
    params = {
        name: say(cast("Reason", value), lang) if isinstance(value, Reason) else value
        for name, value in reason.params.items()
    }
    return text % cast("Any", params) if params else text
