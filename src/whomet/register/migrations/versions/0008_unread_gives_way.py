"""A reading that sought nothing, for want of the language, gives way to any other of its document."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """A blank comes before every digit, with which precedences begin."""
    op.execute(
        "UPDATE readings SET precedence = ' ' || precedence WHERE number IN "
        "(SELECT reading FROM findings WHERE origin = 'reading' AND kind = 'language')"
    )
