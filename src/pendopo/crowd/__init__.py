"""The simulated crowd: visitors and officers who move a hall through its real HTTP interface.

`plan` reads once who sits where and which line serves what; after that the crowd knows only what the screens tell it.
`day` says who comes when, `visitors` and `officers` are their scripts, `agenda` lets the scripts happen in order of time,
`hands` press the buttons (`http_hands` over the wire), `notebook` writes down what came of it, `report` prints it.
`rules` reads journal and tables afterwards and says whether all that must always be true was true.
"""
