"""The ETL's exceptions and their exit codes; each message says what is wrong and what to do.

EtlError
├── FileError       a user's own file cannot be used   exit 1
├── ListError       the list of indicators, or a code, topic or source asked for, cannot be used   exit 1
├── SourceError     a service cannot be reached or understood   exit 2
│   ├── Unreachable     no usable response; a retry may help
│   ├── NotServed       a status that a retry would not change
│   ├── Refused         the service's own error message; a retry would not help
│   └── NoData          the service has no figures
├── ContractError   the figures break the contract; lists every breach   exit 1
├── ModelError      the figures are not enough for a model   exit 1
├── CacheError      the raw cache cannot be used; a refresh continues without it   exit 1
└── PublishError    the snapshot cannot be read or written; the published one is unchanged   exit 1
"""


class EtlError(Exception):
    """Base of all exceptions that this package raises on purpose."""

    exit_code = 1


class FileError(EtlError):
    """A user's own file cannot be used; the message begins with its name."""

    def __init__(self, name: str, sentence: str):
        super().__init__(f"{name}: {sentence[:1].lower()}{sentence[1:]}")


class ListError(EtlError):
    """The list of indicators cannot be used, or a code, topic or source asked for does not exist."""


class SourceError(EtlError):
    """A service cannot be reached or understood."""

    exit_code = 2


class Unreachable(SourceError):
    """No usable response: connection, time-out, server error, broken or foreign body."""

    def __init__(self, message: str, retry_after_s: float | None = None):
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NotServed(SourceError):
    """The address answers with a status such as 404, which need not come from the service itself."""


class Refused(SourceError):
    """The service answered with its own error message."""


class NoData(SourceError):
    """The service answered that it has no figures: an answer, not an outage."""


class ContractError(EtlError):
    """The figures break the contract; `problems` has one sentence for each breach."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


class ModelError(EtlError):
    """The figures are not enough for a model, or for the one asked for."""


class CacheError(EtlError):
    """The raw cache cannot be used."""


class PublishError(EtlError):
    """The snapshot cannot be read or written."""
