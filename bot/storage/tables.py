"""The tables, as SQLAlchemy sees them. Nothing outside this package handles their rows."""
# SQLAlchemy 1.4 publishes no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, MetaData, String
from sqlalchemy.orm import registry

# Constraints have the same names on both databases, so that a later migration can find them.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
_tables = registry(metadata=metadata)


@_tables.mapped
class ConsentRow:
    """A yes, its end, and the answers that came with it, sealed."""

    __tablename__ = "consents"

    id: str = Column(String(32), primary_key=True)
    purpose: str = Column(String(40), nullable=False)
    wording: str = Column(String(20), nullable=False)
    granted_on: dt.date = Column(Date, nullable=False)
    ends_on: dt.date = Column(Date, nullable=False, index=True)
    code_hash: str = Column(String(64), nullable=False, unique=True)
    academie: str | None = Column(String(40))
    state: str = Column(String(20), nullable=False)
    answers: bytes = Column(LargeBinary, nullable=False)


@_tables.mapped
class DeliveryRow:
    """What has to reach a service; gone with its consent."""

    __tablename__ = "deliveries"

    id: str = Column(String(32), primary_key=True)
    consent_id: str = Column(String(32), ForeignKey("consents.id", ondelete="CASCADE"), nullable=False, unique=True)
    service: str = Column(String(40), nullable=False)
    state: str = Column(String(20), nullable=False)
    attempts: int = Column(Integer, nullable=False)
    follows: str | None = Column(String(32))
    """The first delivery of the same request, when this one corrects it."""


@_tables.mapped
class WithdrawalRow:
    """A letter to take back, once its consent is gone: which one, and to whom it went. Nothing of the person."""

    __tablename__ = "withdrawals"

    id: str = Column(String(32), primary_key=True)
    follows: str = Column(String(32), nullable=False)
    service: str = Column(String(40), nullable=False)
    academie: str | None = Column(String(40))
    attempts: int = Column(Integer, nullable=False)


@_tables.mapped
class CountRow:
    """How many times in a week; about nobody."""

    __tablename__ = "counts"

    week: str = Column(String(8), primary_key=True)
    academie: str = Column(String(40), primary_key=True)
    need: str = Column(String(60), primary_key=True)
    service: str = Column(String(40), primary_key=True)
    number: int = Column(Integer, nullable=False)
