"""The floor on PostgreSQL: the same rows by one prepared statement in pgbench, nothing around it."""

import re
import subprocess
import tempfile
from pathlib import Path

# Ordered keys from a sequence: as kind to the indexes as the product's UUIDv7, and cheaper to make.
_KEY = "('00000000-0000-7000-8000-' || lpad(to_hex(nextval('bench_key')), 12, '0'))::uuid"

PREPARE = """
CREATE SEQUENCE IF NOT EXISTS bench_key;
CREATE TABLE IF NOT EXISTS bench_line AS
    SELECT row_number() OVER (ORDER BY l.prefix) AS n, l.id AS line, l.mall_id AS mall, l.prefix, s.id AS service, d.business_date
    FROM catalogue_line l JOIN catalogue_service s ON s.line_id = l.id JOIN appointments_lineday d ON d.line_id = l.id;
CREATE TABLE IF NOT EXISTS bench_desk AS
    SELECT row_number() OVER (ORDER BY l.id) AS n, l.counter_id AS counter, l.officer_id AS officer, l.mall_id AS mall,
           s.line_id AS line, c.number AS counter_number, c.zone_id AS zone
    FROM queue_desklease l JOIN directory_counter c ON c.id = l.counter_id JOIN catalogue_counterline s ON s.counter_id = c.id;
ALTER TABLE bench_line ADD PRIMARY KEY (n);
ALTER TABLE bench_desk ADD PRIMARY KEY (n);
CREATE SEQUENCE IF NOT EXISTS bench_turn;
ANALYZE;
"""

_TAKE = f"""
WITH turn AS MATERIALIZED (SELECT 1 + floor(random() * LINES)::int AS n),
b AS MATERIALIZED (SELECT bench_line.*, {_KEY} AS visit, {_KEY} AS ticket, {_KEY} AS event FROM bench_line JOIN turn USING (n)),
numbered AS (UPDATE appointments_lineday d SET last_number = last_number + 1, last_joined_at = greatest(last_joined_at, now())
    FROM b WHERE d.line_id = b.line AND d.business_date = b.business_date RETURNING b.*, d.last_number AS number),
visit AS (INSERT INTO queue_visit (id, mall_id, code, business_date, channel, priority, language, began_at, rehearsal)
    SELECT visit, mall, substr(md5(visit::text), 1, 10), business_date, 'kiosk', 'none', 'id', now(), false FROM numbered),
ticket AS (INSERT INTO queue_ticket (id, mall_id, visit_id, line_id, service_id, business_date, numbered_in_id, prefix, number,
        state, changed_at, taken_at, joined_at, rank_at, head_start_minutes, rank_reason, priority, calls, park_reason, outcome,
        end_reason, note)
    SELECT ticket, mall, visit, line, service, business_date, line, prefix, number, 'waiting', now(), now(), now(), now(), 0,
        'none', 'none', 0, '', '', '', '' FROM numbered),
event AS (INSERT INTO journal_event (id, type, mall, subject, at, actor, facts, command_key)
    SELECT event, 'bench.floor.taken', mall, ticket, now(), 'bench', jsonb_build_object('visit', visit, 'line', line,
        'service', service, 'prefix', prefix, 'number', number, 'business_date', business_date, 'state', 'waiting', 'priority',
        'none', 'channel', 'kiosk', 'joined_at', now(), 'rank_at', now(), 'head_start_minutes', 0, 'shown', false), event
    FROM numbered)
SELECT number FROM numbered;
"""

_CALL = f"""
WITH turn AS MATERIALIZED (SELECT 1 + (nextval('bench_turn') - 1) % (SELECT count(*) FROM bench_desk) AS n),
desk AS MATERIALIZED (SELECT bench_desk.* FROM bench_desk JOIN turn USING (n)),
foremost AS (SELECT t.id FROM desk CROSS JOIN LATERAL (SELECT id FROM queue_ticket WHERE line_id = desk.line
    AND state = 'waiting' ORDER BY rank_at, number LIMIT 1 FOR UPDATE SKIP LOCKED) t),
called AS (UPDATE queue_ticket t SET state = 'called', changed_at = now(), counter_id = desk.counter, officer_id = desk.officer,
        called_at = now(), recalled_at = now(), calls = 1
    FROM foremost f, desk WHERE t.id = f.id RETURNING t.id, t.line_id, t.prefix, t.number),
event AS (INSERT INTO journal_event (id, type, mall, subject, at, actor, facts, command_key)
    SELECT {_KEY}, 'bench.floor.called', desk.mall, called.id, now(), 'bench', jsonb_build_object('line', called.line_id,
        'prefix', called.prefix, 'number', called.number, 'counter', desk.counter, 'counter_number', desk.counter_number, 'zone',
        desk.zone, 'waited_seconds', 0), {_KEY}
    FROM called, desk)
SELECT id FROM called;
"""


def take(*, pgbench: str, address: str, clients: int, seconds: float, lines: int) -> float:
    """Numbers per second by the bare statement, over `lines` lines (1: everyone on one line)."""
    return _run(pgbench, address, _TAKE.replace("LINES", str(lines)), clients, seconds)


def call(*, pgbench: str, address: str, clients: int, calls: int) -> float:
    """Calls per second by the bare statement, `calls` in all; every call takes the next of the prepared desks."""
    return _run(pgbench, address, _CALL, clients, transactions=calls // clients)


def _run(pgbench: str, address: str, script: str, clients: int, seconds: float = 0, transactions: int = 0) -> float:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "floor.sql"
        file.write_text(script)
        command = [pgbench, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-f", str(file)]
        command += ["-t", str(transactions)] if transactions else ["-T", f"{max(1, round(seconds))}"]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None or done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])
