"""Running the migrations without an ini file."""

from pathlib import Path

from sqlalchemy import Engine

PLACE = Path(__file__).parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database to the newest revision, or one before it, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(PLACE))
    with engine.execution_options(change=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
