"""Looking a service up in tests: it must be there."""

from __future__ import annotations

from bot.orientation.directory import Directory, Service


def get(directory: Directory, service_id: str, academie: str | None = None) -> Service:
    """The service, as `academie` has it. Fails the test if the directory does not hold it."""
    service = directory.service(service_id, academie)
    assert service is not None, service_id
    return service
