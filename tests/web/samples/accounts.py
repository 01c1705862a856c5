from datetime import UTC, datetime
from uuid import uuid4

from bole.web.accounts.models import RoleGrant
from tests.web.factories import make_user
from tests.web.samples import Sample

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def an_account():
    return {"account_id": make_user("sample", role="leader").pk}


def a_grant():
    user = make_user("sample", role="leader")
    return {"account_id": user.pk, "grant_id": RoleGrant.objects.get(user=user).pk}


def a_session_of_nobody():
    return {"session_id": uuid4()}


SAMPLES = {
    "accounts:account": Sample(an_account),
    "accounts:grant_role": Sample(an_account, data={"role": "department", "region": "990100"}),
    "accounts:end_role": Sample(a_grant),
    "accounts:lock": Sample(an_account),
    "accounts:unlock": Sample(an_account),
    "accounts:reset_password": Sample(an_account),
    "accounts:reset_second_factor": Sample(an_account),
    "accounts:end_session": Sample(a_session_of_nobody),
}
