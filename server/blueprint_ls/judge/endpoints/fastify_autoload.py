"""`@fastify/autoload`: files that are plugins, folders that are prefixes, hooks for all beneath."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior.values import Known, Record
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.routes import join

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.fastify_instances import Instance


def folder(walk: Walk, outer: Instance, path: str, prefix: str, node: Any, hooked: bool, cascade: bool) -> None:
    """`@fastify/autoload`: every file of a folder is a plugin, folders are prefixes."""
    listed = [one for one in outer.root.files or [] if posixpath.dirname(one) == path]
    hooks = [one for one in listed if posixpath.basename(one).startswith(("autohooks", "_hooks", ".autohooks"))]
    scope = outer.inside() if hooked and hooks else outer
    for hook in hooks if hooked else ():
        plugin = walk.exported(hook, "default")
        walk.invoke(getattr(plugin, "plugin", plugin), [scope, Record()], node)
    for file in listed:
        if file in hooks or file.endswith((".d.ts", ".json")):
            continue
        own = walk.exported(file, "autoPrefix")
        said = join(prefix, str(own.value) if isinstance(own, Known) else "")
        scope.register(walk, [walk.exported(file, "default"), Record({"prefix": Known(said)})], node)
    for below in _folders(outer.root.files or [], path):
        name = below.rpartition("/")[2]
        inner = join(prefix, f":{name[1:]}" if name.startswith("_") else name)
        folder(walk, scope if cascade else outer, below, inner, node, hooked, cascade)


def _folders(files: list[str], folder: str) -> list[str]:
    """The folders right beneath a folder."""
    depth = len(folder.split("/"))
    inside = [path.split("/") for path in files if path.startswith(folder + "/")]
    return sorted({"/".join(parts[: depth + 1]) for parts in inside if len(parts) > depth + 1})
