"""The token game: a calculator without memory, clock or chance.

`happenings` are what may happen, `answers` what comes out; `play` is the one door. Inside, `moves` lets tokens run until all rest,
`places` holds what they rest in. Nothing inside is ever stored: rows of happenings in, open steps out.
"""
