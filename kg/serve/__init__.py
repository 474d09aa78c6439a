"""A SPARQL endpoint over one build: read-only, on loopback unless told otherwise, safe under hostile queries.

A query never runs in the process that serves: ``pool`` keeps worker processes, each with the store open for reading,
and kills the one whose query runs too long. ``protocol`` reads requests and ``negotiate`` chooses formats; ``app`` puts
them together.
"""
