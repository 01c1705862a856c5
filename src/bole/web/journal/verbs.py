"""What the verbs of the journal are called in front of people: one line for each."""

from django.utils.translation import gettext_lazy as _

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
    "packs.definition.released": _("released a definition"),
    "packs.pack.loaded": _("loaded a pack"),
    "plan.contradiction.settled": _("settled a contradiction"),
    "plan.document.opened": _("opened a plan document"),
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
    "registers.snapshot.frozen": _("froze a snapshot"),
    "registers.tables.widened": _("made or widened the tables of a register"),
}


def words_of(verb: str) -> str:
    """Return a verb in the reader's language; one from an older release that has no words any more stands as it was written."""
    return str(WORDS.get(verb, verb))
