"""Numbers of the engine: decimals, half up, two places."""

from decimal import ROUND_HALF_UP, Decimal

D = Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")

#: No score, target or amount comes near it.
LARGEST = Decimal(10**12)

#: Quotients carry up to 28 digits; anything behind this place is noise of a division, not a fact.
NOISE = Decimal("1e-15")


def to_decimal(number: float | str | Decimal | None) -> Decimal:
    """Return an exact decimal for a number from a form, a database or a file, without binary noise.

    :param number: a number or its text; ``None``, ``False`` and an empty text are 0
    :return: the decimal a person would write down
    :raise ValueError: if the text is no number, or the number is not finite

    >>> to_decimal(0.1), to_decimal(0.1 + 0.2), to_decimal(1e16)
    (Decimal('0.1'), Decimal('0.3'), Decimal('1E+16'))
    >>> to_decimal(' 2.50 '), to_decimal(3), to_decimal(None), to_decimal('')
    (Decimal('2.50'), Decimal('3'), Decimal('0'), Decimal('0'))
    >>> to_decimal('five')
    Traceback (most recent call last):
    ...
    ValueError: not a number: 'five'
    """
    if not number:
        return ZERO
    if isinstance(number, float):
        result = Decimal(format(number, ".15g"))
    elif isinstance(number, str):
        text = number.strip()
        if not text:
            return ZERO
        try:
            result = Decimal(text)
        except ArithmeticError:
            raise ValueError(f"not a number: {number!r}") from None
    else:
        result = Decimal(number)
    if not result.is_finite():
        raise ValueError(f"not a finite number: {number!r}")
    return result


def round_points(points: Decimal) -> Decimal:
    """Round to two places, half up.

    What is exactly half counts as half even after a division that decimals cannot express.

    >>> round_points(D('2.345')), round_points(D('2.344')), round_points(D('-0.125'))
    (Decimal('2.35'), Decimal('2.34'), Decimal('-0.13'))
    >>> round_points(D(1) / D(3) * D('0.015'))
    Decimal('0.01')
    """
    rounded = points.quantize(NOISE, ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def claim_points(quantity: Decimal, points: Decimal, multiplier: Decimal = ONE) -> Decimal:
    """Return the points of a claim: quantity times the rule's points times the rule's multiplier, not rounded.

    Points lost at city level cost double at county level: a rule of 1 point with multiplier 2.

    >>> claim_points(D('1.5'), D(1), D(2))
    Decimal('3.0')
    >>> claim_points(3, D('0.5'))
    Decimal('1.5')
    """
    return to_decimal(quantity) * to_decimal(points) * to_decimal(multiplier)
