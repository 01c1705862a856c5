"""Ids of rows and addresses: UUIDv7, so that rows made one after another lie beside each other on disk."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    return UUID(int=uuid_utils.uuid7().int)
