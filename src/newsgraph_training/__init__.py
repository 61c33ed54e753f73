"""Training of the language analyser: corpora in, ``newsgraph/analysis/model/`` out.

A development tool, not part of the installed package. ``README.md`` beside this file says where
each corpus comes from and how to repeat the training.
"""
