"""The live hall: whoever runs a mall sees every counter, line and device, the worst first, and acts from there.

`troubles` says what calls for attention; `watch` tells the live process of it once a minute; `acts` is what is pressed.
"""
