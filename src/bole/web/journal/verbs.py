"""What the journal is called in front of people, verb, kind of row and detail: one line for each."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS = {
    "accounts.account.locked": _("locked an account"),
    "accounts.account.opened": _("opened an account"),
    "accounts.account.unlocked": _("unlocked an account"),
    "accounts.codes.renewed": _("made new recovery codes"),
    "accounts.device.confirmed": _("set up a second factor"),
    "accounts.device.removed": _("removed a second factor"),
    "accounts.password.changed": _("changed their password"),
    "accounts.password.reset": _("gave an account a new first password"),
    "accounts.role.ended": _("ended a role"),
    "accounts.role.granted": _("gave a role"),
    "accounts.session.ended": _("ended a session"),
    "accounts.session.opened": _("signed in"),
    "packs.conflict.settled": _("settled a conflict in a draft"),
    "packs.definition.released": _("released a definition"),
    "packs.draft.compared": _("compared a draft anew"),
    "packs.draft.discarded": _("discarded a draft"),
    "packs.draft.offered": _("offered a draft"),
    "packs.draft.released": _("released a draft"),
    "packs.draft.returned": _("returned a draft"),
    "packs.draft.saved": _("saved a draft"),
    "packs.draft.started": _("began a draft"),
    "packs.pack.loaded": _("loaded a pack"),
    "packs.repeal.proposed": _("proposed the end of a definition"),
    "plan.contradiction.settled": _("settled a contradiction"),
    "plan.document.opened": _("opened a plan document"),
    "plan.document.withdrawn": _("withdrew a plan document"),
    "plan.observation.withdrawn": _("withdrew an observation"),
    "plan.proposals.confirmed": _("confirmed proposals"),
    "plan.proposals.dismissed": _("dismissed proposals"),
    "plan.proposals.restored": _("took proposals up again"),
    "plan.statistics.checked": _("checked a statistics sheet"),
    "plan.statistics.committed": _("imported a statistics sheet"),
    "plan.statistics.discarded": _("discarded a statistics sheet"),
    "registers.account.linked": _("linked an account to a person"),
    "registers.person.erased": _("erased a person"),
    "registers.record.closed": _("closed a record"),
    "registers.record.corrected": _("corrected a record"),
    "registers.record.written": _("wrote a record"),
    "registers.records.written": _("wrote many records at once"),
    "registers.snapshot.forgot": _("took erased people out of a frozen snapshot"),
    "registers.snapshot.frozen": _("froze a snapshot"),
    "registers.tables.widened": _("made or widened the tables of a register"),
}

KINDS = {
    "accounts.rolegrant": _("grant of a role"),
    "accounts.signedinsession": _("session"),
    "accounts.usedpassword": _("password"),
    "accounts.user": _("account"),
    "packs.definition": _("definition"),
    "packs.draft": _("draft"),
    "packs.region": _("region"),
    "plan.contradiction": _("contradiction"),
    "plan.document": _("plan document"),
    "plan.measurement": _("counted value"),
    "plan.figure": _("figure of a plan"),
    "plan.observation": _("reported value"),
    "plan.proposal": _("proposal"),
    "plan.statisticsimport": _("statistics sheet"),
    "plan.tie": _("tied figure"),
    "registers.batch": _("batch of records"),
    "registers.erasure": _("erasure of a person"),
    "registers.numberseries": _("series of numbers"),
    "registers.personaccount": _("account of a person"),
    "registers.personnumber": _("person number"),
    "registers.snapshot": _("snapshot"),
    "registers.staleregion": _("region awaiting its snapshot"),
}
DETAILS = {
    "added": _("added"),
    "based_on": _("begun from"),
    "batch": _("batch"),
    "because": _("reason"),
    "changed": _("changed"),
    "contradictions": _("contradictions"),
    "count": _("how many"),
    "day": _("day"),
    "digest": _("digest"),
    "digests": _("digests"),
    "document": _("document"),
    "draft": _("draft"),
    "ended": _("ended"),
    "errors": _("errors"),
    "fields": _("fields"),
    "figures": _("figures"),
    "from_on": _("held from"),
    "indicator": _("indicator"),
    "indicators": _("indicators"),
    "kind": _("kind"),
    "name": pgettext_lazy("thing", "name"),
    "new": _("new"),
    "on": pgettext_lazy("day", "on"),
    "organisation": _("organisation"),
    "pack": _("pack"),
    "plan": _("plan"),
    "proposals": _("proposals"),
    "proposed": _("proposed as drafts"),
    "receipt": _("receipt"),
    "register": pgettext_lazy("thing", "register"),
    "role": _("role"),
    "role_region": _("role holds in"),
    "rows": _("rows"),
    "session": _("session"),
    "state": _("state"),
    "tables": _("tables"),
    "unchanged": _("unchanged"),
    "user": _("account"),
    "username": _("user name"),
    "version": _("version"),
}


def kind_of_row(kind: str) -> str:
    """Return a kind of row in the reader's language; one from an older release stands as it was written."""
    return str(KINDS.get(kind, kind))


def label_of(detail: str) -> str:
    """Return what a detail of an act is called in the reader's language."""
    return str(DETAILS.get(detail, detail))


def words_of(verb: str) -> str:
    """Return a verb in the reader's language; one from an older release that has no words any more stands as it was written."""
    return str(WORDS.get(verb, verb))
