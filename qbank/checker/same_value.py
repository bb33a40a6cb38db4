"""Whether two formulas, such as two options, have one value whatever the premises say."""

from __future__ import annotations

from .deciding.equality import Comparer
from .domain import Domain
from .gathering import gather
from .setting import Setting
from .syntax import Node
from .untold_kinds import may_be_matrices


def same_value(left: Node, right: Node, setting: Setting) -> bool:
    """Tell whether two formulas are proved equal without premises; letters that may be matrices prove nothing."""
    kinds = setting.notation.kinds
    if may_be_matrices((left, right), kinds, setting.domain.names()):
        return False
    bare = Comparer(gather([left, right]), Domain(), kinds=kinds)
    return not bare.parted(left, right) and bare.compare(left, right).proved
