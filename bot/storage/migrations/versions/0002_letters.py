"""What a letter is, which one it follows, and the requests taken back after they left."""
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the letter that a delivery follows, and the table of withdrawals."""
    op.add_column("deliveries", sa.Column("follows", sa.String(32)))
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("follows", sa.String(32), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("academie", sa.String(40)),
        sa.Column("attempts", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("withdrawals")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_column("follows")
