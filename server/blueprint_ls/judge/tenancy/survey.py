"""Every data access of a repository, and what each is worth.

First the candidates of each file are walked. Where a function's parameters decide, its callers are walked as well,
and theirs, until nothing new is learned or the ways become too long. What each walk found is kept: when a file
changes, only the walks that consulted it are taken again, and only the accesses that these met are weighed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.flow.depth import deep
from blueprint_ls.judge.flow.trace import Access
from blueprint_ls.judge.tenancy.contexts import Contexts
from blueprint_ls.judge.tenancy.mentions import Mentions
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Pin, Strength
from blueprint_ls.judge.tenancy.units import Door, Layers, Unit, Unseen, Walker

ROUNDS = 3
"""Callers of callers that are walked."""
MOST_CALLERS = 40
"""Files that may call one function; a name in more of them tells nothing."""
