"""A run and what it is judged by: tables, measures, outcomes, explanations."""
