"""The settings of the process, from the environment (prefix `COMMON_GROUND_`) or a file named `.env`.

What belongs to one group is not here: an administrator sets it with `/setup start`.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql+asyncpg://", "sqlite+aiosqlite")):
            raise ValueError("database-url-unknown")
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
        return f"sqlite+aiosqlite:///{self.key_dir.resolve() / 'keystore.db'}"
