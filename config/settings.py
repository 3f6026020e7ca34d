"""The settings of the process, from the environment (prefix `COMMON_GROUND_`) or a file named `.env`.

What belongs to one group is not here: an administrator sets it with `/setup start`.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_POSTGRESQL: Final = "postgresql+asyncpg://"
MOST_SHARDS: Final = 4096
"""Ten times what a million servers need."""


class Settings(BaseSettings):
    """Everything the process itself can be told. Each has a default but the token."""

    model_config = SettingsConfigDict(
        env_prefix="COMMON_GROUND_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    token: Annotated[SecretStr | None, Field(description="The Discord bot token. Needed by `run`.")] = None
    data_dir: Annotated[Path, Field(description="Where the database lies.")] = Path("data")
    key_dir: Annotated[Path, Field(description="Where the keys lie; never inside the data directory.")] = Path("keys")
    database_url: Annotated[
        SecretStr | None,
        Field(description="`postgresql+asyncpg://user:password@host/name`; without it SQLite in the data directory."),
    ] = None
    key_database_url: Annotated[
        SecretStr | None,
        Field(
            description="The same for a key store that several processes share; without it SQLite in the key directory."
        ),
    ] = None
    shard_ids: Annotated[
        tuple[int, ...] | None,
        NoDecode,
        Field(description="Which of Discord's shards this process owns, such as `0,1` or `4-7`; without it all."),
    ] = None
    shard_count: Annotated[
        int | None, Field(ge=1, le=MOST_SHARDS, description="Of how many shards; the same for every process.")
    ] = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="How much is logged.")] = (
        "INFO"
    )
    log_format: Annotated[Literal["console", "json"], Field(description="Log lines for people, or as JSON.")] = (
        "console"
    )
    help_lines: Annotated[
        Path | None,
        Field(
            description=(
                "A TOML file with help lines of your own, in the form of `config/content/en/help_lines.toml`; they are"
                " shown after those that ship. Each needs countries, name, call, about, source (an https address) and"
                " verified_on; a country without a name here needs one under `[countries]`."
            )
        ),
    ] = None
    health_file: Annotated[
        Path | None,
        Field(description="Where the running bot says how it is; without it `health` in the data directory."),
    ] = None
    metrics_port: Annotated[
        int | None, Field(ge=1, le=65535, description="Figures for Prometheus on this port; without it there are none.")
    ] = None
    metrics_address: Annotated[
        str, Field(description="The address of this machine on which the figures are given out; an IP address.")
    ] = "127.0.0.1"
    api_url: Annotated[
        str | None, Field(description="Address of a stand-in for Discord's API on this machine, for tests only.")
    ] = None

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _numbers(value) if isinstance(value, str) else value

    @field_validator("database_url", "key_database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith((_POSTGRESQL, "sqlite+aiosqlite")):
            raise ValueError(f"{str(info.field_name).replace('_', '-')}-unknown")
        return value

    @field_validator("api_url")
    @classmethod
    def _only_on_this_machine(cls, value: str | None) -> str | None:
        # The token is sent to this address: it must never leave the machine.
        if value is not None and urlsplit(value).hostname not in {"127.0.0.1", "::1"}:
            raise ValueError("api-url-not-local")
        return value

    @field_validator("metrics_address")
    @classmethod
    def _an_address(cls, value: str) -> str:
        try:
            ip_address(value)
        except ValueError:
            raise ValueError("metrics-address-unknown") from None
        return value

    @model_validator(mode="after")
    def _keys_apart(self) -> Self:
        data, keys = self.data_dir.resolve(), self.key_dir.resolve()
        # A copy of the data directory must not carry the keys with it, nor the other way round.
        if keys.is_relative_to(data) or data.is_relative_to(keys):
            raise ValueError("key-dir-inside-data-dir")
        return self

    @model_validator(mode="after")
    def _databases_apart(self) -> Self:
        # Who has a copy of the database must not have the keys with it.
        if self.key_database_url is not None and _place(self.key_database_url) == _place(self.database_url):
            raise ValueError("key-database-same")
        return self

    @model_validator(mode="after")
    def _shards_fit(self) -> Self:
        if self.shard_ids is None and self.shard_count is None:
            return self
        ids, count = self.shard_ids, self.shard_count
        if ids is None or count is None or not ids or len(set(ids)) < len(ids) or max(ids) >= count:
            raise ValueError("shards-wrong")
        for url in (self.database_url, self.key_database_url):
            if url is None or not url.get_secret_value().startswith(_POSTGRESQL):
                raise ValueError("shards-need-postgresql")
        return self

    @property
    def database_address(self) -> str:
        """The URL of the main database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'common-ground.db'}"

    @property
    def health_path(self) -> Path:
        """Where the running bot says how it is."""
        return self.data_dir / "health" if self.health_file is None else self.health_file

    @property
    def keystore_address(self) -> str:
        """The URL of the key store."""
        if self.key_database_url is not None:
            return self.key_database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.key_dir.resolve() / 'keystore.db'}"


def _numbers(listed: str) -> tuple[int, ...]:
    """The numbers of `0,1` or `4-7`."""
    numbers: list[int] = []
    for part in listed.split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        ends = [one for one in (first, last if dash else first) if one.isascii() and one.isdigit()]
        if len(ends) < len(("first", "last")) or int(ends[1]) >= MOST_SHARDS:
            raise ValueError("shards-wrong")
        numbers += range(int(ends[0]), int(ends[1]) + 1)
    return tuple(numbers)


def _place(url: SecretStr | None) -> tuple[object, ...] | None:
    """Where a database lies, whoever asks for it."""
    if url is None:
        return None
    parts = urlsplit(url.get_secret_value())
    return parts.scheme, parts.hostname, parts.port, parts.path, parts.query
