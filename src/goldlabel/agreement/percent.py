"""Percent agreement: the share of pairs of answers to the same unit that are equal.

Σ_u Σ_c n_uc (n_uc − 1) / Σ_u m_u (m_u − 1), with n_uc the answers of class c and m_u all answers of unit u.
O(answers). Not corrected for chance: two workers who always say "no" agree perfectly and say nothing. Use it beside a
coefficient that is, never to compare tasks with different numbers of classes."""

from goldlabel.agreement.bootstrap import Ratio, whole
from goldlabel.agreement.units import Units, units_of
from goldlabel.frames.answers import Coded


def equal_pairs(units: Units) -> Ratio:
    """Percent agreement as a coefficient of the units."""
    return Ratio(units.equal, units.sizes * (units.sizes - 1.0))


def percent(coded: Coded) -> float | None:
    """Percent agreement of coded answers, 0 … 1; None where no unit has two answers."""
    units = units_of(coded).patterns
    found = equal_pairs(units).value(whole(units))
    return found if found == found else None
