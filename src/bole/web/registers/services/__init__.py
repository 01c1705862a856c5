"""Write side of registers: one function for each act, in files by what the act is about."""

from bole.web.registers.services.bulk import RecordsWritten, write_records
from bole.web.registers.services.bulk_checking import NewRecord, RecordFault, RecordsHaveFaults
from bole.web.registers.services.checking import RecordHasFaults
from bole.web.registers.services.forgetting import forget_erased
from bole.web.registers.services.freezing import freeze_snapshot
from bole.web.registers.services.numbers import issue_number
from bole.web.registers.services.people import destroy_keys_of_erased, erase_person, link_account, unmask_field
from bole.web.registers.services.records import Written, close_record, correct_record, write_record
from bole.web.registers.services.sealed_fields import place_of

__all__ = [
    "NewRecord",
    "RecordFault",
    "RecordHasFaults",
    "RecordsHaveFaults",
    "RecordsWritten",
    "Written",
    "close_record",
    "correct_record",
    "destroy_keys_of_erased",
    "erase_person",
    "forget_erased",
    "freeze_snapshot",
    "issue_number",
    "link_account",
    "place_of",
    "unmask_field",
    "write_record",
    "write_records",
]
