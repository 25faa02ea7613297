"""From one uniform number to a count or a size, by inverting the distribution.

One uniform per decision keeps paired worlds paired: a slightly higher rate gives the same
count or a slightly higher one. `math.*` only, so that compiled and plain Python agree to the bit.
"""

from __future__ import annotations

import math

from sim.fields.compiled import kept

MOST_EVENTS = 200  # a week of one place and channel never has more


@kept
def poisson(uniform: float, mean: float) -> int:
    """The count whose cumulative Poisson probability first exceeds `uniform`."""
    term = math.exp(-mean)
    total = term
    count = 0
    while uniform > total and count < MOST_EVENTS:
        count += 1
        term *= mean / count
        total += term
    return count


@kept
def _tail(r: float) -> float:
    # Wichura's AS241 for the outer parts (|p - 0.5| > 0.425)
    if r <= 5.0:
        r -= 1.6
        top = (
            (
                (
                    (
                        (
                            (7.7454501427834140764e-4 * r + 2.27238449892691845833e-2) * r
                            + 2.41780725177450611770e-1
                        )
                        * r
                        + 1.27045825245236838258
                    )
                    * r
                    + 3.64784832476320460504
                )
                * r
                + 5.76949722146069140550
            )
            * r
            + 4.63033784615654529590
        ) * r + 1.42343711074968357734
        low = (
            (
                (
                    (
                        (
                            (1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r
                            + 1.51986665636164571966e-2
                        )
                        * r
                        + 1.48103976427480074590e-1
                    )
                    * r
                    + 6.89767334985100004550e-1
                )
                * r
                + 1.67638483018380384940
            )
            * r
            + 2.05319162663775882187
        ) * r + 1.0
        return top / low
    r -= 5.0
    top = (
        (
            (
                (
                    (
                        (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                        + 1.24266094738807843860e-3
                    )
                    * r
                    + 2.65321895265761230930e-2
                )
                * r
                + 2.96560571828504891230e-1
            )
            * r
            + 1.78482653991729133580
        )
        * r
        + 5.46378491116411436990
    ) * r + 6.65790464350110377720
    low = (
        (
            (
                (
                    (
                        (2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r
                        + 1.84631831751005468180e-5
                    )
                    * r
                    + 7.86869131145613259100e-4
                )
                * r
                + 1.48753612908506148525e-2
            )
            * r
            + 1.36929880922735805310e-1
        )
        * r
        + 5.99832206555887937690e-1
    ) * r + 1.0
    return top / low


@kept
def normal(uniform: float) -> float:
    """The standard normal quantile of `uniform` (Wichura 1988, AS241, about 1e-15)."""
    q = uniform - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (
            (
                (
                    (
                        (
                            (2509.0809287301226727 * r + 33430.575583588128105) * r
                            + 67265.770927008700853
                        )
                        * r
                        + 45921.953931549871457
                    )
                    * r
                    + 13731.693765509461125
                )
                * r
                + 1971.5909503065514427
            )
            * r
            + 133.14166789178437745
        ) * r + 3.3871328727963666080
        low = (
            (
                (
                    (
                        (
                            (5226.4952788528545610 * r + 28729.085735721942674) * r
                            + 39307.895800092710610
                        )
                        * r
                        + 21213.794301586595867
                    )
                    * r
                    + 5394.1960214247511077
                )
                * r
                + 687.18700749205790830
            )
            * r
            + 42.313330701600911252
        ) * r + 1.0
        return q * top / low
    tail = uniform if q < 0.0 else 1.0 - uniform
    value = _tail(math.sqrt(-math.log(tail)))
    return -value if q < 0.0 else value


@kept
def lognormal_size(uniform: float, location: float, sigma: float, most: float) -> int:
    """A size in persons: lognormal, rounded down, at most `most` (zero means unrecorded)."""
    size = math.exp(location + sigma * normal(uniform))
    if size > most:
        size = most
    return int(math.floor(size))


@kept
def whole(uniform: float, amount: float) -> int:
    """Round to a neighbour so that the mean is kept: 2.3 gives 3 in three of ten cases."""
    low = math.floor(amount)
    return int(low) + (1 if uniform < amount - low else 0)
