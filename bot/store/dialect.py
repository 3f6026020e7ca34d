"""INSERT ... ON CONFLICT for SQLite and PostgreSQL alike. The two write it the same way; SQLAlchemy keeps two classes.

SQLite's class is the cheaper one to load, and lacks a single attribute that PostgreSQL's compiler looks at.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

Excluded: TypeAlias = ReadOnlyColumnCollection[str, KeyedColumnElement[object]]
"""The row that was refused, as `excluded` in SQL."""


class _Ignore(OnConflictDoNothing):
    inherit_cache = True
    constraint_target = None


class _Replace(OnConflictDoUpdate):
    inherit_cache = True
    constraint_target = None


def insert_ignoring(table: Table) -> Insert:
    """INSERT that leaves a row alone that is there already (any unique key)."""
    return insert(table).ext(_Ignore())


def upsert(
    table: Table, keys: Sequence[str], only_if: Callable[[Excluded], ColumnElement[bool]] | None = None
) -> Insert:
    """INSERT that overwrites every column but `keys` when a row with these keys is there.

    Args:
        table: where to.
        keys: the names of the columns of the primary key (or of a unique one).
        only_if: overwrite only where this holds; it is given the new row as `excluded`.
    """
    statement = insert(table)
    new = statement.excluded
    changes = {column.name: new[column.name] for column in table.columns if column.name not in keys}
    return statement.ext(
        _Replace(index_elements=list(keys), set_=changes, where=None if only_if is None else only_if(new))
    )
