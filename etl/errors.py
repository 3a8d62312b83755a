"""What can go wrong, as sentences that say what to do.

EtlError
├── ListError       the list of indicators cannot be used           exit 1
├── SourceError     a service cannot be reached or understood       exit 2
│   ├── Unreachable     no usable answer came; worth another try
│   └── Refused         the service answered with its own error message; asking again would not help
├── ContractError   the figures break the contract; lists every breach   exit 1
└── PublishError    the snapshot cannot be written; the published one stands   exit 1
"""


class EtlError(Exception):
    """Base of all that this package raises on purpose."""

    exit_code = 1


class ListError(EtlError):
    """The list of indicators cannot be used."""


class SourceError(EtlError):
    """A service cannot be reached or understood."""

    exit_code = 2


class Unreachable(SourceError):
    """No usable answer came: connection, time-out, server error, broken or foreign body."""

    def __init__(self, message: str, retry_after_s: float | None = None):
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Refused(SourceError):
    """The service answered with its own error message."""


class ContractError(EtlError):
    """The figures break the contract."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


class PublishError(EtlError):
    """The snapshot cannot be written."""
