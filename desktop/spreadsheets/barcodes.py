"""Bar codes: the check digit of EAN-8 and EAN-13."""

from desktop.basics.i18n import _

_LENGTHS = (8, 13)
_CUT = (9, 10, 11, 12)
_ZEROS = 5


def is_in_house(code: str) -> bool:
    """Is this a number a shop gave itself: 02… or 20… to 29…? No rule binds its last digit."""
    return code.startswith("02") or (code[:1] == "2" and code[:2] >= "20")


def check_digit(digits: str) -> str:
    """The digit that follows the others of an EAN: weights 3 and 1 in turn from the right."""
    backwards = [int(digit) for digit in reversed(digits)]
    total = 3 * sum(backwards[::2]) + sum(backwards[1::2])
    return str(-total % 10)


def is_ean(code: str) -> bool:
    """Is this a whole EAN-8 or EAN-13 whose check digit is right?"""
    is_digits = code.isascii() and code.isdigit()
    return is_digits and len(code) in _LENGTHS and check_digit(code[:-1]) == code[-1]


def barcode_in(code: str) -> str:
    """The bar code that a product's code is, as in most tills; "" for a code of another kind."""
    looks_like_one = code.isascii() and code.isdigit() and len(code) in _LENGTHS
    return code if looks_like_one else ""


def lost_digits(code: str) -> bool:
    """Does an EAN-13 end in the zeros that Excel leaves of digits it has lost?"""
    return len(code) == 13 and code.endswith("0" * _ZEROS) and not is_ean(code)


def barcode_problem(code: str) -> str | None:
    """Why a bar code looks wrong, as a warning; None for a good one and for other codes.

    Codes of 8 or 13 digits are checked, and no in-house ones; of the Chinese ones (69…) also
    those that were cut.
    """
    is_digits = code.isascii() and code.isdigit()
    if is_digits and code.startswith("69") and len(code) in _CUT:
        return _("bar code {code} has {number} digits, not 13").format(code=code, number=len(code))
    if not is_digits or len(code) not in _LENGTHS or is_in_house(code):
        return None
    right = check_digit(code[:-1])
    if code[-1] == right:
        return None
    return _("the check digit of bar code {code} should be {digit}").format(code=code, digit=right)
