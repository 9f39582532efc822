"""What the accesses of one walk were asked for, laid out once: the ledger looks at it again and again."""

from __future__ import annotations

from functools import cached_property

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.inputs import is_input
from blueprint_ls.judge.flow.predicate import Equals
from blueprint_ls.judge.flow.trace import Trace
from blueprint_ls.judge.flow.values import Constant, Row, Value, options
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import equalities, linked

_NONE: frozenset[int] = frozenset()


class Asked:
    """The equalities of a trace's accesses, and what follows from them."""

    def __init__(self, trace: Trace, owners: Owners) -> None:
        self.trace = trace
        self.owners = owners
        self._equalities: dict[int, tuple[Equals, ...]] = {}

    def equalities(self, index: int) -> tuple[Equals, ...]:
        """What an access demands for certain of single columns."""
        if index not in self._equalities:
            self._equalities[index] = tuple(equalities(self.trace.accesses[index].predicate))
        return self._equalities[index]

    @cached_property
    def leaning(self) -> dict[int, list[tuple[int, frozenset[Fact]]]]:
        """By access, those after it that are asked for what it answered, and what is known of that."""
        found: dict[int, list[tuple[int, frozenset[Fact]]]] = {}
        for access in self.trace.accesses:
            for equals in self.equalities(access.index):
                for option in options(equals.value):
                    if isinstance(option, Row):
                        found.setdefault(option.access, []).append((access.index, option.known))
        return found

    def resting(self, index: int) -> set[int]:
        """An access, and those that are asked for what it answered, or for what these answered."""
        found, ahead = {index}, [index]
        while ahead:
            users = {user for user, _ in self.leaning.get(ahead.pop(), ())} - found
            found |= users
            ahead += users
        return found

    @cached_property
    def members(self) -> dict[int, frozenset[int]]:
        """By access, those that look for the caller among the people of its row's tenant."""
        found: dict[int, set[int]] = {}
        for index in range(len(self.trace.accesses)):
            for row in self._tenants_of_people(index):
                found.setdefault(row.access, set()).add(index)
        return {index: frozenset(others) for index, others in found.items()}

    @cached_property
    def parents(self) -> dict[int, frozenset[int]]:
        """By access, those that look for the row that its row points at."""
        found: dict[int, set[int]] = {}
        for parent in self.trace.accesses:
            for equals in self.equalities(parent.index) if parent.kind != "create" else ():
                row = equals.value
                if isinstance(row, Row) and not equals.many and self._points_at(row, parent.model, equals.column):
                    found.setdefault(row.access, set()).add(parent.index)
        return {index: frozenset(others) for index, others in found.items()}

    def _points_at(self, row: Row, model: str, column: str) -> bool:
        """Whether a row's column holds the key by which a row of another model, that is no tenant, is looked for."""
        aim = self.owners.target(model, column)
        if aim is None or aim[0] != model or self.owners.is_root(model) or row.each or len(row.path) != 1:
            return False
        return self.owners.target(self.trace.accesses[row.access].model, row.path[0]) == aim

    @cached_property
    def telling(self) -> dict[int, frozenset[int]]:
        """By access, those whose rows tell whose its own row is, once they are known to be there."""
        indexes = self.members.keys() | self.parents.keys()
        return {index: self.members.get(index, _NONE) | self.parents.get(index, _NONE) for index in indexes}

    def is_chosen(self, value: Value) -> bool:
        """Whether a value is whatever a request asks for: sent with it, or of a row found by that alone."""
        return is_input(value) or any(
            isinstance(option, Row) and self._is_found_by_request(option.access) for option in options(value)
        )

    def is_picked(self, row: Row) -> bool:
        """Whether what a request sent had a say in which rows were found."""
        return any(is_input(equals.value) for equals in self.equalities(row.access))

    def _is_found_by_request(self, index: int) -> bool:
        if self.owners.is_owned(self.trace.accesses[index].model):
            return False
        asked = [equals.value for equals in self.equalities(index) if not isinstance(equals.value, Constant)]
        return bool(asked) and all(map(is_input, asked))

    def _tenants_of_people(self, index: int) -> list[Row]:
        """The rows whose tenant a search among people asks for."""
        member, asked = self.trace.accesses[index], self.equalities(index)
        ties = [column for link in linked(member.predicate) for column in (link.column, link.other_column)]
        persons = [one.value for one in asked if self.owners.is_person_column(member.model, one.column)]
        named = [person for person in persons if not self.is_chosen(person)]
        if not named and not any(self.owners.is_person_column(member.model, column) for column in ties):
            return []
        told = {option.access for person in persons for option in options(person) if isinstance(option, Row)}
        return [
            one.value
            for one in asked
            if isinstance(one.value, Row)
            and one.value.access not in told  # a row that names both says nothing about who is asking
            and self.owners.is_tenant_column(member.model, one.column)
        ]
