"""The operator's files, filled in."""

from pathlib import Path
from string import Template

FOLDER = Path(__file__).resolve().parents[2]


def fill_in(name: str, into: Path, values: dict[str, str]) -> None:
    """Writes deploy/ha/`name` with its `${…}` replaced; one without a value is an error."""
    into.write_text(Template((FOLDER / name).read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
