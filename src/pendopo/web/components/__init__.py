"""The look of Pendopo: bases, components, icons, formats, styles and small scripts that every screen is built from.

A page extends one base and includes components; a component says in its first line what it needs and gets nothing else:

    {% extends "base/public.html" %}{% load components formats %}
    {% block main %}{% include "components/notice.html" with kind="good" title=heading only %}{% endblock %}

Bases (web/templates/base; blocks of page.html: surface, html_attributes, title, styles, head, body_class, body_attributes,
skip, header, content, main_class, main, footer, scripts). All read `mall` (name, place) from the context.
    public.html     portal, search, services, information, forms; blocks nav, footer_content; reads mall.address, mall.hours,
                    home_url; problem.html, the page of a refusal, stands on it
    ticket.html     the ticket on a phone (under 50 kB in all; icons stand in the page); reads called
    kiosk.html      1080×1920 touch; blocks foot (back, start again), foot_state; reads device_name; begin body_class with "kiosk"
    display.html    a zone's display, 1920×1080, dark; no chrome of its own: replace block content, begin body_class with "tv"
    staff.html      desk, back office, sign-in; blocks nav, masthead_tools; reads person (name, role), now, home_url; body_class
                    "office" (default) or "desk"; main_class "work" (default) or "signin"; brings htmx, the CSRF header,
                    staff.js and #notices, into which refusals of htmx requests are swapped (components/problem.html)

Components, by {% include "components/NAME.html" with … only %}; [in brackets: may be left out]
    notice           kind (info, good, warn, bad), title, [body, next_url, next_label, symbol, live]
    service_card     name, url, agency, [place, fee, promise, wait, closed, sourced, level]
    open_state       state (open, break, closed), [until, today, reason]
    source           sourced (True: "dari sumber", False: "contoh"), [url]
    field            field (bound field), [optional]; error_summary: form; field_error: field
    empty            title, [symbol, body, next_url, next_label]
    pagination       page (Paginator page), [query]; breadcrumbs: crumbs (pairs label, address)
    search_box       action, [value, placeholder, label, button, name, results, focus]
    outcomes         outcomes (triples value, label, key), [chosen, name]
    priorities       priorities (class names), [chosen, name, legend]
    identity         mall, [url]; problem: error

Tags ({% load components %})
    {% icon "clock" [size="sm|lg|xl"] [extra="class"] %}      decorative; names per surface in icons.py, unknown ones raise
    {% number_label "A-047" [colour=False] %}  {% zone_letter "A" %}  {% state_chip "called" [word] %}
    {% wait_mark "22 mnt" "good|warn|bad" %}  {% key "Enter" %}  {% priority_icon "elderly" %}  {{ "elderly"|priority_word }}
    {% dialog id="close" title=heading %}…{% enddialog %}  {% language_switch [full_names=True] %} (posts to web:language)
    {% surface "ticket" %}      in a fragment that is sent alone and is not in the folder of its surface

Filters ({% load formats %}; the same functions without a template: formats.py)
    clock 09.42 · thousands 1.204 · rupiah Rp30.000, Gratis · range_minutes 25–40 menit · long_date Senin, 23 November 2026
    short_date 23 Nov 2026 · day_and_clock:today besok 08.00 · relative_day:today besok · running_time 06.24 · machine_time ISO

Styles (web/static/pendopo/css; plain CSS, no build; each base links its own)
    tokens.css       every colour, size and time, light and dark, and the sizes per data-surface
    dark.css         the display's dark values, twin of the block in tokens.css for who asks for dark
    base.css         reset, type, icons, focus, print
    components.css   what all audiences use: masthead, btn, card, zone, number, state, notice …
    browse.css       search, service cards, trail, tabs, pages, fields, choice, source, open state, wait, facts, timeline,
                     dialog (public, kiosk, staff; the ticket and the display do without)
    public.css, ticket.css, kiosk.css, display.css, staff.css      one per audience
All but staff.css keep to what Chromium 87 knows (tests/web/test_static_for_old_browsers.py); tests compute the contrast of
every pair of colours in use.

Scripts (web/static/pendopo/js; ES2020 modules, described at their top)
    live.js connectLive({url, types, onMessage, onLost, onBack, poll, pollSeconds}) · clock.js startClocks, syncClock, serverNow
    keys.js listenForKeys (data-key) · dialogs.js listenForDialogs (data-dialog, data-close) · staff.js starts the last three

Icons: `scripts/sprites` after a change in icons.py. Vendored libraries: `scripts/vendor` verifies them.
"""
