"""Every knob, once: read from the environment as ``QUALIDATA_…``, refused at start when absurd."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote

from pydantic import ByteSize, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.jail import SWITCHES
from app.setting_kinds import Listed, Networks, Portals, Ports, Seconds


class Settings(BaseSettings):
    """All settings, with safe defaults. Lists are comma-separated."""

    model_config = SettingsConfigDict(
        env_prefix="QUALIDATA_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: SecretStr = SecretStr("")
    """SQLAlchemy URL; empty: an SQLite file in the data directory. PostgreSQL: postgresql+psycopg://…"""
    data_dir: Path = Path("data")
    """Folder for the embedded database, the schema cache and scratch files."""
    public_base_url: str = "http://127.0.0.1:8000"
    """How the outside world reaches this service: the base of every link given out."""
    require_key: bool = False
    """True: what writes, or sets this service to work, needs an API key; reading stays open."""
    rate_anonymous: int = Field(default=6000, ge=0, le=100_000_000)
    """Points a minute for one network without a key (a check 10, a file 20, a reading 1); 0: any number."""
    rate_key: int = Field(default=60_000, ge=0, le=100_000_000)
    """Points a minute for one API key; 0: any number."""
    trusted_proxies: Networks = (
        IPv4Network("127.0.0.0/8"),
        IPv6Network("::1/128"),
    )
    """Reverse proxies whose ``X-Forwarded-For`` is believed; empty: none, not even on this machine."""
    hsts: int = Field(default=0, ge=0, le=63_072_000)
    """Seconds for which browsers are told to use https only; 0: nothing is said."""

    fetch_allow_networks: Networks = ()
    """Non-public networks that may be fetched from (tests, intranets); empty: none."""
    fetch_allow_networks_public: bool = False
    """True: keep those networks, and ports beside the usual ones, even while listening beyond this machine."""
    fetch_allow_ports: Ports = ()
    """Ports allowed beside 80, 443, 8080 and 8443."""
    fetch_deadline: Seconds = timedelta(seconds=60)
    """Longest time for one download, from name look-up to last byte."""
    fetch_headers_timeout: Seconds = timedelta(seconds=15)
    """Longest time until the final answer's headers are there."""
    fetch_max_wire: ByteSize = ByteSize(100 << 20)
    """Most bytes taken from the network for one file."""
    fetch_max_inflated: ByteSize = ByteSize(500 << 20)
    """Most bytes one file may have once decompressed."""
    fetch_max_ratio: float = Field(default=200.0, ge=2, le=10_000)
    """Largest inflated/wire ratio beyond 10 MB: above it, a bomb."""
    fetch_min_rate: ByteSize = ByteSize(1024)
    """Fewest bytes per second, measured after ten seconds."""
    fetch_max_redirects: int = Field(default=5, ge=0, le=20)
    """Most redirects followed, each checked like the first address."""
    fetch_per_host: int = Field(default=4, ge=1, le=64)
    """Most simultaneous downloads from one host."""
    fetch_user_agent: str = Field(
        default="Qualidata/0.1 (+https://github.com/qualidata)", pattern=r"^[!-~][ -~]{0,199}$"
    )
    """How we introduce ourselves to publishers' servers."""
    fetch_contact: str = Field(default="", pattern=r"^[!-'*-~]{0,200}$")
    """Where webmasters reach the operator (an address or a page): said in the User-Agent."""
    fetch_deny_hosts: Listed = ()
    """Hosts never fetched from, with every host below them: ``example.fr`` covers ``data.example.fr``."""
    egress_proxy: SecretStr = SecretStr("")
    """HTTP proxy for every fetch (``http://user:password@host:port``); it then keeps addresses out."""
    dns_timeout: Seconds = timedelta(seconds=3)
    """Longest time for one name look-up."""

    parse_wall: Seconds = timedelta(seconds=30)
    """Longest time for reading and checking one file."""
    parse_memory: ByteSize = ByteSize(1500 << 20)
    """Most memory for reading and checking one file."""
    parse_scratch: ByteSize = ByteSize(512 << 20)
    """Largest file written while reading one: what a compressed table holds, once inflated."""
    require_sandbox: bool = False
    """True: do not start where the kernel lacks Landlock or seccomp round the parser."""
    sandbox_off: Listed = ()
    """Layers round the parser left off, for tests: memory_watch, no_new_privs, landlock, seccomp."""
    max_rows: int = Field(default=5_000_000, ge=1)
    """Most rows read of one table; beyond it the answer says so."""
    max_columns: int = Field(default=4096, ge=1, le=16_384)
    """Most columns of one table."""
    max_line: ByteSize = ByteSize(1 << 20)
    """Longest line of a text file."""

    max_resources: int = Field(default=20, ge=1, le=200)
    """Most files of one dataset that are assessed; beyond it the answer says so."""

    workers: int = Field(default=2, ge=0, le=256)
    """Assessments run at the same time by the worker beside `serve`; 0: none, they are left to `qualidata worker`."""
    one_process: bool = False
    """True: `serve` does jobs in its own process and nobody starts it again: for tests and debuggers."""
    job_engine: Literal["auto", "local", "procrastinate"] = "auto"
    """What brings jobs to workers; auto: procrastinate on PostgreSQL, our own leases on SQLite."""
    max_attempts: int = Field(default=4, ge=1, le=20)
    """How often an address is tried while its server is unwell, the first time included."""
    retry_delay: Seconds = timedelta(seconds=30)
    """Wait before the second try; each later one waits four times as long, an hour at most."""
    job_lease: Seconds = timedelta(seconds=15)
    """Silence after which another worker takes over what a worker was doing."""
    worker_pulse: Path | None = None
    """File that a worker touches every five seconds for as long as it is well; for health checks."""
    publish_debounce: Seconds = timedelta(seconds=5)
    """Quiet time asked for before a dataset just assessed is assessed again, when nobody waits."""
    retention_jobs_days: int = Field(default=30, ge=1, le=3650)
    """Days that ended jobs are kept."""
    retention_runs_days: int = Field(default=180, ge=1, le=36_500)
    """Days that ended runs over catalogues are kept; the last one of each catalogue stays."""
    retention_history_days: int = Field(default=365, ge=1, le=36_500)
    """Days that every assessment is kept; of older ones, the last of each month stays."""
    retention_examples_days: int = Field(default=365, ge=1, le=36_500)
    """Days that values out of the data (examples, most frequent values) are kept in reports."""
    retention_uploads_days: int = Field(default=90, ge=1, le=36_500)
    """Days that the reports of dropped files are kept; the files themselves go with their job."""
    read_cache_ttl: Seconds = timedelta(seconds=60)
    """How long a badge or a latest grade is given again before the database is asked; a newer
    assessment shows within a second, whichever process made it."""
    read_cache_size: ByteSize = ByteSize(8 << 20)
    """Most memory for the badges and latest grades that are given again."""
    api_max_body: ByteSize = ByteSize(2 << 20)
    """Largest JSON body accepted (an inline schema may be long)."""
    upload_max: ByteSize = ByteSize(100 << 20)
    """Largest dropped file accepted."""
    log_format: Literal["auto", "json", "text"] = "auto"
    """How log lines are written: `json`, `text`, or `auto` (text on a terminal, else JSON)."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is worth a line in the log."""
    metrics_token: SecretStr = SecretStr("")
    """What Prometheus must send as bearer token to read `/metrics`; empty: anyone may."""
    webhook_timeout: Seconds = timedelta(seconds=10)
    """Longest time that a webhook's receiver may take to answer."""
    webhook_attempts: int = Field(default=8, ge=1, le=20)
    """How often a message is sent before its webhook is switched off, the first time included."""
    webhook_retry_delay: Seconds = timedelta(seconds=5)
    """Wait before a message is sent again; each later wait is five times as long, a day at most."""
    webhook_allow_networks: Networks = ()
    """Non-public networks that receivers may live in, beside those that may be fetched from."""
    webhook_most: int = Field(default=500, ge=0, le=10_000)
    """Most webhooks registered at once; 0: none may be."""
    retention_deliveries_days: int = Field(default=30, ge=1, le=3650)
    """Days that the log of what was sent is kept."""
    portals: Portals = ()
    """Portals that announce what they publish, as JSON: `docs/udata.md`, `docs/ckan.md`."""

    schema_registries: Listed = ("https://schema.data.gouv.fr/schemas/schemas.json",)
    """Catalogues where schema names are looked up, beside the schemas shipped here."""
    schema_cache_ttl: Seconds = timedelta(hours=1)
    """How long a fetched schema or catalogue is used before it is asked for again."""
    expectations: bool = True
    """False: never run Great Expectations suites, whatever the request says."""

    @field_validator("fetch_allow_ports")
    @classmethod
    def _ports(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 < port < 65_536 for port in value):  # noqa: PLR2004
            raise ValueError("ports lie between 1 and 65535")
        return value

    @field_validator("sandbox_off")
    @classmethod
    def _layers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not set(value) <= set(SWITCHES):
            raise ValueError(f"the layers are {', '.join(SWITCHES)}")
        return value

    @field_validator("egress_proxy")
    @classmethod
    def _proxy(cls, value: SecretStr) -> SecretStr:
        if value and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("the egress proxy's URL starts with http:// or https://")
        return value

    @field_validator("public_base_url")
    @classmethod
    def _base(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("the public base URL starts with http:// or https://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.fetch_headers_timeout > self.fetch_deadline:
            raise ValueError("fetch_headers_timeout is longer than fetch_deadline")
        if self.parse_memory < 128 << 20:
            raise ValueError("parse_memory below 128 MiB cannot read any file")
        if any(0 < rate < 100 for rate in (self.rate_anonymous, self.rate_key)):  # noqa: PLR2004
            raise ValueError("a rate below 100 points a minute lets nobody in; 0 means no limit")
        return self

    @property
    def introduction(self) -> str:
        """The User-Agent in force, with whom to write to."""
        contact = f" ({self.fetch_contact})" if self.fetch_contact else ""
        return f"{self.fetch_user_agent}{contact}"

    @property
    def database(self) -> str:
        """The database URL in force."""
        stated = self.database_url.get_secret_value()
        path = str((self.data_dir / "qualidata.db").absolute())
        return stated or f"sqlite:///{quote(path)}"
