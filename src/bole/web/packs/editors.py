"""Pages of the rooms above that edit drafts of a kind as a form; without one, a draft is edited as YAML alone."""

# The name of an address that takes a ``draft_id``, by kind.
EDITORS: dict[str, str] = {}
