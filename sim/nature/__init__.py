"""Nature: numbers that several mechanisms read, and the form in which rules take all of them.

What one mechanism or lever alone reads stands in its own module.
"""
