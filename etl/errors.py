"""What can go wrong, as sentences that say what to do.

EtlError
├── ListError       the list of indicators, or what was asked of the lists, cannot be used   exit 1
├── SourceError     a service cannot be reached or understood       exit 2
│   ├── Unreachable     no usable answer came; worth another try
│   ├── NotServed       the address is answered with a status that asking again would not change
│   ├── Refused         the service answered with its own error message; asking again would not help
│   └── NoData     the service answered that it holds no figures
├── ContractError   the figures break the contract; lists every breach   exit 1
├── ModelError      the figures cannot carry a model   exit 1
├── CacheError      the raw cache cannot be used; a refresh goes on without   exit 1
└── PublishError    the snapshot cannot be read or written; the published one stands   exit 1
"""


class EtlError(Exception):
    """Base of all that this package raises on purpose."""

    exit_code = 1


class ListError(EtlError):
    """The list of indicators cannot be used; or a code, topic or source asked for stands in no list."""


class SourceError(EtlError):
    """A service cannot be reached or understood."""

    exit_code = 2


class Unreachable(SourceError):
    """No usable answer came: connection, time-out, server error, broken or foreign body."""

    def __init__(self, message: str, retry_after_s: float | None = None):
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NotServed(SourceError):
    """The address is answered with a status such as 404: whatever stands there, it is not the service's own word."""


class Refused(SourceError):
    """The service answered with its own error message."""


class NoData(SourceError):
    """The service answered, and holds no figures of what was asked for: an answer, not an outage."""


class ContractError(EtlError):
    """The figures break the contract."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


class ModelError(EtlError):
    """The figures cannot carry a model, or not the one asked for."""


class CacheError(EtlError):
    """The raw cache cannot be used."""


class PublishError(EtlError):
    """The snapshot cannot be read or written."""
