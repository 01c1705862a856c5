"""What a name in a rule means: a field, a field behind links, a named day, the region; and what was probably meant.

Sensitive fields are refused here, so that no rule can ever read one.
"""

import ast
import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bole.domain.rules.kinds import DATE, REGION, UNREAD, number_type, type_of_field
from bole.domain.rules.problems import Problem, Span, shortened
from bole.domain.rules.reading import Reading
from bole.domain.rules.schema import CodeTable, Register, RegisterField, Schema
from bole.domain.rules.tree import Constant, Fact, Given, Node
from bole.domain.shared.reasons import Reason

FIRST_YEAR, LAST_YEAR = 1900, 9999


@dataclass(slots=True)
class Check:
    """One rule being checked: what it may speak of, and what was found wrong with it so far."""

    reading: Reading
    schema: Schema
    express: "Callable[[Check, ast.expr, Register | None], Node]"
    subject: Register | None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, at: ast.AST | Span, reason: Reason, remedy: Reason | None = None) -> Node:
        """Put a problem on record and return a node that no further problem is reported of."""
        span = at if isinstance(at, Span) else self.reading.span_of(at)
        self.problems.append(Problem(span, reason, remedy))
        return Constant(None, "unread", type=UNREAD, span=span)


def suggest(name: str, known: Iterable[str]) -> Reason | None:
    """Return what was probably meant, or the whole choice where it is small."""
    known = list(dict.fromkeys(known))
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    if near:
        return Reason("Did you mean %(name)s?", {"name": near[0]})
    if 0 < len(known) <= 12:
        return Reason("Known here: %(names)s.", {"names": ", ".join(known)})
    if known:
        return Reason("Known here are, among others: %(names)s.", {"names": ", ".join(known[:12])})
    return None


def name_meant(check: Check, node: ast.Name, scope: Register | None) -> Node:
    """Return the fact or the given value a bare name stands for."""
    span, name = check.reading.span_of(node), node.id
    found = scope.field(name) if scope else None
    if scope and found:
        return _fact(check, node, scope, (), scope, found)
    if name == "here":
        return Given(name, type=REGION, span=span)
    if name == "day" or any(day.id == name for day in check.schema.days):
        return Given(name, type=DATE, span=span)
    if name == "year":
        return Given(name, type=number_type(0).within(FIRST_YEAR, LAST_YEAR), span=span)
    if scope and scope.link(name):
        reason = Reason("%(name)s is a link to a record, not a value.", {"name": name})
        return check.refuse(node, reason, Reason("Name a field behind it, as in %(name)s.region.", {"name": name}))
    if check.schema.register(name):
        reason = Reason("%(name)s is a register, not a value.", {"name": name})
        return check.refuse(node, reason, Reason("Count its records: count(%(name)s, where=…).", {"name": name}))
    if check.schema.code_list(name):
        reason = Reason("%(name)s is a list, not a value.", {"name": name})
        return check.refuse(node, reason, Reason("Ask whether a field is in it: field in %(name)s.", {"name": name}))
    where = scope.id if scope else "region"
    reason = Reason("The name %(name)s is not known for %(register)s.", {"name": name, "register": where})
    return check.refuse(node, reason, suggest(name, _names_in(check, scope)))


def path_meant(check: Check, node: ast.Attribute, scope: Register | None) -> Node:
    """Return the fact behind ``link.link.field``; a bare register name at its own rows is allowed in front."""
    steps: list[tuple[str, ast.expr]] = []
    at: ast.expr = node
    while isinstance(at, ast.Attribute):
        steps.append((at.attr, at))
        at = at.value
    if not isinstance(at, ast.Name):
        return check.refuse(node, Reason("A point joins the names of a link and a field."))
    steps = [(at.id, at), *reversed(steps)]
    if scope is None:
        reason = Reason("%(name)s needs a record to start from.", {"name": at.id})
        return check.refuse(node, reason, Reason("Count records: count(person, where=…)."))
    here, path = scope, []
    if at.id == scope.id and scope.link(at.id) is None:
        steps = steps[1:]
    for name, place in steps[:-1]:
        link = here.link(name)
        target = check.schema.register(link.to) if link else None
        if target is None:
            return _refuse_link(check, place, here, name)
        path.append(name)
        here = target
    found = here.field(steps[-1][0])
    if found is None:
        return _refuse_field(check, node, here, steps[-1][0])
    return _fact(check, node, scope, tuple(path), here, found)


def _refuse_field(check: Check, node: ast.expr, here: Register, name: str) -> Node:
    reason = Reason("%(register)s has no field %(name)s.", {"register": here.id, "name": name})
    return check.refuse(node, reason, suggest(name, (one.id for one in here.fields if not one.sensitive)))


def _refuse_link(check: Check, place: ast.expr, here: Register, name: str) -> Node:
    other = check.schema.register(name)
    if other and any(link.to == here.id for link in other.links):
        reason = Reason("One %(register)s may have many records of %(name)s.", {"register": here.id, "name": name})
        remedy = Reason("Say which: exists(%(name)s, where=…), or count, sum, min, max.", {"name": name})
        return check.refuse(place, reason, remedy)
    reason = Reason("%(register)s has no link %(name)s.", {"register": here.id, "name": name})
    return check.refuse(place, reason, suggest(name, (link.id for link in here.links)))


def _fact(
    check: Check, node: ast.expr, scope: Register, path: tuple[str, ...], target: Register, found: RegisterField
) -> Node:
    if found.sensitive:
        reason = Reason("%(field)s is sensitive: rules never read it.", {"field": found.id})
        return check.refuse(node, reason, Reason("Use a field that is derived from it."))
    table = check.schema.table(found.table) if found.table else None
    type_ = type_of_field(found, ordered=bool(table and table.ordered))
    return Fact(scope.id, path, found.id, target.id, type=type_, span=check.reading.span_of(node))


def _names_in(check: Check, scope: Register | None) -> list[str]:
    names = [field.id for field in scope.fields if not field.sensitive] if scope else []
    links = [link.id for link in scope.links] if scope else []
    return [*names, *links, "day", "year", "here", *(day.id for day in check.schema.days)]


def label_of_fact(schema: Schema, fact: Fact) -> RegisterField:
    """Return the declaration of the field a fact reads."""
    register = schema.register(fact.target)
    found = register.field(fact.field) if register else None
    if found is None:
        raise LookupError(f"{fact.target}.{fact.field} is not in this schema")
    return found


def code_meant(check: Check, node: ast.expr, table: CodeTable, text: str) -> int | None:
    """Return the rank of a code written in a rule, or put the nearest one on record."""
    rank = table.rank_of(text)
    if rank is None:
        params = {"text": shortened(text), "table": table.id}
        reason = Reason("%(text)s is not a code of %(table)s.", params)
        said = [name for code in table.codes for name in (code.id, code.label.zh, code.label.en)]
        near = difflib.get_close_matches(text, said, n=1, cutoff=0.3)
        choice = [code.label.zh for code in table.codes] if not text.isascii() else [code.id for code in table.codes]
        remedy = Reason("Did you mean %(name)s?", {"name": f'"{near[0]}"'}) if near else suggest(text, choice)
        check.refuse(node, reason, remedy)
    return rank
