"""The first tables: consents, deliveries, counts."""
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; their constraints are named by the convention in `tables.py`."""
    op.create_table(
        "consents",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("wording", sa.String(20), nullable=False),
        sa.Column("granted_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False, index=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("academie", sa.String(40)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "consent_id", sa.String(32), sa.ForeignKey("consents.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_table(
        "counts",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("academie", sa.String(40), primary_key=True),
        sa.Column("need", sa.String(60), primary_key=True),
        sa.Column("service", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("counts", "deliveries", "consents"):
        op.drop_table(table)
