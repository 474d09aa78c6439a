"""What people look at: front page, a page for every thing, search and the workbench.

``reader`` reads one thing at a time out of the store; ``index`` is what has to be known of the whole graph (names,
and which events a thing takes part in) and is made once for each version of it. The other modules put together what
a page shows, ``pictures`` draws, ``speech`` knows both languages, and ``site`` answers requests.
"""
