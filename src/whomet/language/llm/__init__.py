"""A language model as a reader: it is asked for quotations, and what it does not quote does not count.

The model itself is outside of this package: whoever makes the reader gives something that answers questions (`Model`).
Nothing here speaks to anybody. What the model answers becomes an `Analysis` as any other reader's, of words that stand
in the text; dates, cities, sides and roles are made of these words by the same stages as ever.
"""

from whomet.language.llm.reader import Llm, Model, is_english

__all__ = ["Llm", "Model", "is_english"]
