"""Every act is journalled, in its own transaction, under a verb that has words."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from bole.web.journal.verbs import DETAILS, KINDS, WORDS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bole"
WRITERS = sorted(
    path for path in (SOURCE / "web").rglob("*.py") if "migrations" not in path.parts and "settings" not in path.parts
)
NOT_ACTS = {
    "journal.services.seal_batch": "the sealer chains the rows of others and would never end if it wrote one",
    "journal.services.record_access": "the access log is a record itself",
    "accounts.services.choose_language": "a taste of the reader, which nobody has to answer for",
    "accounts.entering.device_of_code": "a code used up is no act by itself; the session it opens is on record",
    "base.recurring.queue_once": "the clock queues; what the job does, the job journals",
    "base.worker.requeue_interrupted": "housekeeping of the worker; the job it queues journals what it does",
    "packs.drafts.keep_new": "a savepoint inside beginning a draft and proposing an end, each of which journals",
    "plan.services.measurements.keep_measured": "a job that counts anew what the acts on record have changed",
    "registers.services.records.keep": "a savepoint inside writing, correcting and closing a record, each of which journals",
    "registers.snapshots.refresh_lost": "queues after a restore what a backup leaves out; the rows are what they were",
    "registers.snapshots.refresh_working": "a job that takes anew what the acts on record have changed; nobody did it",
}


def functions():
    """Yield (room.module.function, node, the functions beside it) of everything that opens a transaction by itself."""
    for path in WRITERS:
        tree = ast.parse(path.read_text())
        beside = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        module = ".".join(path.relative_to(SOURCE / "web").with_suffix("").parts)
        yield from ((f"{module}.{node.name}", node, beside) for node in beside.values() if opens_a_transaction(node))


def opens_a_transaction(node):
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    withs = [
        ast.unparse(item.context_expr) for part in ast.walk(node) if isinstance(part, ast.With) for item in part.items
    ]
    return any(text.startswith("transaction.atomic") for text in decorators + withs)


ACTS = {name: (node, beside) for name, node, beside in functions()}


def called(node):
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
    }


def journals(node, beside, seen=frozenset()):
    """Say whether a function writes to the journal, itself or through one that stands beside it."""
    names = called(node)
    if "record_act" in names:
        return True
    return any(
        journals(beside[name], beside, seen | {name})
        for name in names - seen
        if name in beside and beside[name] is not node
    )


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_is_journalled(name):
    if name in NOT_ACTS:
        return
    node, beside = ACTS[name]

    assert journals(node, beside), f"{name} changes rows in a transaction and calls no record_act"


def test_every_exception_is_still_there():
    assert set(NOT_ACTS) <= set(ACTS)


def test_the_rule_sees_an_act_that_forgets_the_journal():
    tree = ast.parse(
        "@transaction.atomic\ndef forgets(): save()\n@transaction.atomic\ndef tells(): inner()\ndef inner(): record_act()\n"
    )
    beside = {node.name: node for node in tree.body}

    assert not journals(beside["forgets"], beside)
    assert journals(beside["tells"], beside)


def verbs():
    for path in WRITERS:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call):
                for keyword in call.keywords:
                    if keyword.arg == "verb" and not ast.unparse(call.func).endswith("filter"):
                        yield path.relative_to(SOURCE).as_posix(), keyword.value


VERBS = list(verbs())


def test_every_verb_is_written_out_somewhere():
    """A function may pass on the verb it was given; whoever gives it writes it out."""
    assert VERBS
    assert [path for path, verb in VERBS if not isinstance(verb, ast.Constant) and ast.unparse(verb) != "verb"] == []


@pytest.mark.parametrize("verb", sorted({node.value for _path, node in VERBS if isinstance(node, ast.Constant)}))
def test_every_verb_has_words(verb):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.[a-z_]+", verb), "room.thing.done"
    assert verb in WORDS, "add a line to bole.web.journal.verbs"


# Rows that no act of a person is about: what keeps the others safe, and what the journal itself is.
NOT_TARGETS = {"base", "journal"}


@pytest.mark.parametrize(
    "kind",
    sorted(
        model._meta.label_lower
        for room in apps.get_app_configs()
        if room.name.startswith("bole.web.") and room.label not in NOT_TARGETS
        for model in room.get_models()
    ),
)
def test_every_kind_of_row_has_words(kind):
    assert kind in KINDS, "add a line to KINDS in bole.web.journal.verbs"


def details():
    for path in WRITERS:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("record_act"):
                yield from (word.arg for word in call.keywords if word.arg)


@pytest.mark.parametrize("name", sorted(set(details()) - {"actor", "verb", "target", "region", "at"}))
def test_every_detail_of_an_act_has_a_label(name):
    assert name in DETAILS, "add a line to DETAILS in bole.web.journal.verbs"
