"""Give process files positions, so that any BPMN editor or viewer can draw them: `python draw.py FILE.bpmn ...`.

Only the drawing (BPMNDI) at the end of a file is replaced; the process before it keeps every byte. Columns by distance from the
start, rows by lane; arrows with a bend. Not beautiful, but nothing lies on anything else; an editor may make it beautiful.
"""

import sys
from collections import defaultdict
from pathlib import Path

from defusedxml.ElementTree import fromstring

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
COLUMN, ROW, LEFT, HEAD = 160, 110, 190, 40
SIZES = {"Event": (36, 36), "Gateway": (50, 50)}
SPACES = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


class Level:
    """One process or sub-process being placed: boxes by id."""

    def __init__(self, element, lanes):
        self.nodes = {
            n.get("id"): n
            for n in element
            if n.tag.endswith(("Task", "Event", "Gateway", "callActivity", "subProcess", "}task"))
        }
        self.flows = [n for n in element if n.tag == f"{BPMN}sequenceFlow"]
        self.inner = {name: Level(n, {}) for name, n in self.nodes.items() if n.tag == f"{BPMN}subProcess"}
        self.lanes, self.boxes = lanes, {}

    def size(self, name):
        if name in self.inner:
            return self.inner[name].extent()
        return next((size for ending, size in SIZES.items() if self.nodes[name].tag.endswith(ending)), (120, 70))

    def extent(self):
        self.place(0, 0)
        return (
            max(x + w for x, _y, w, _h in self.boxes.values()) + 30,
            max(y + h for _x, y, _w, h in self.boxes.values()) + 30,
        )

    def columns(self):
        edges = defaultdict(list)
        for flow in self.flows:
            edges[flow.get("sourceRef")].append(flow.get("targetRef"))
        for name, node in self.nodes.items():
            if node.get("attachedToRef"):
                edges[node.get("attachedToRef")].append(name)
        order = [name for name, node in self.nodes.items() if node.tag.endswith("startEvent")]
        column = dict.fromkeys(order, 0)
        for name in order:
            for after in edges[name]:
                if after not in column:
                    column[after] = column[name] + 1
                    order.append(after)
        return {name: column.get(name, 0) for name in self.nodes}

    def place(self, left, top):
        """Put every box down and return the lanes' rows: name → (top, height)."""
        columns = {name: at for name, at in self.columns().items() if not self.nodes[name].get("attachedToRef")}
        rows, cells = {}, defaultdict(list)
        for name, column in columns.items():
            cells[self.lanes.get(name, ""), column].append(name)
        widths = defaultdict(lambda: COLUMN)
        for name, column in columns.items():
            widths[column] = max(widths[column], self.size(name)[0] + 50)
        y = top
        for lane in dict.fromkeys([*dict.fromkeys(self.lanes.values()), *(lane for lane, _column in cells)]):
            stacks = [names for (of, _column), names in cells.items() if of == lane]
            height = max((sum(max(ROW, self.size(n)[1] + 40) for n in names) for names in stacks), default=ROW)
            for (of, column), names in cells.items():
                if of == lane:
                    self.stack(names, left + sum(widths[at] for at in range(column)), widths[column], y)
            rows[lane] = (y, height)
            y += height
        self.place_edges()
        return rows

    def stack(self, names, x, width, y):
        for name in names:
            w, h = self.size(name)
            room = max(ROW, h + 40)
            self.boxes[name] = (x + (width - w) // 2, y + (room - h) // 2, w, h)
            y += room

    def place_edges(self):
        attached = defaultdict(list)
        for name, node in self.nodes.items():
            if node.get("attachedToRef"):
                attached[node.get("attachedToRef")].append(name)
        for host, names in attached.items():
            x, y, _w, h = self.boxes[host]
            for at, name in enumerate(names):
                self.boxes[name] = (x + 12 + at * 46, y + h - 18, 36, 36)


def drawing(root):
    process = root.find(f"{BPMN}process")
    lanes, names = {}, {}
    for lane in process.iter(f"{BPMN}lane"):
        names[lane.get("id")] = lane.get("id")
        for reference in lane.iter(f"{BPMN}flowNodeRef"):
            lanes[reference.text.strip()] = lane.get("id")
    level = Level(process, lanes)
    rows = level.place(LEFT, HEAD)
    right = max(x + w for x, _y, w, _h in level.boxes.values()) + 60
    shapes = [
        shape(lane, (LEFT - 60, rows[lane][0], right - LEFT + 60, rows[lane][1]), ' isHorizontal="true"') for lane in names
    ]
    return "".join([*shapes, *drawn(level, 0, 0)])


def drawn(level, dx, dy):
    boxes = {name: (x + dx, y + dy, w, h) for name, (x, y, w, h) in level.boxes.items()}
    for name, box in boxes.items():
        kind = level.nodes[name].tag
        more = ' isMarkerVisible="true"' if kind.endswith("exclusiveGateway") else ""
        yield shape(name, box, ' isExpanded="true"' if name in level.inner else more)
        if name in level.inner:
            yield from drawn(level.inner[name], box[0], box[1])
    for flow in level.flows:
        yield arrow(
            flow.get("id"), boxes[flow.get("sourceRef")], boxes[flow.get("targetRef")], level.nodes[flow.get("sourceRef")]
        )


def shape(name, box, more=""):
    x, y, w, h = box
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/>'
    return f'      <bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}"{more}>{bounds}</bpmndi:BPMNShape>\n'


def arrow(name, source, target, node):
    sx, sy, sw, sh = source
    tx, ty, _tw, th = target
    edge, end = bool(node.get("attachedToRef")), (tx, ty + th // 2)
    under = (sx + sw // 2, sy + sh)
    begin = under if edge else (sx + sw, sy + sh // 2)
    same_row = abs(begin[1] - end[1]) < ROW // 2
    if end[0] <= begin[0] + 10 or (same_row and end[0] - begin[0] > COLUMN):  # back, or past others: below the row
        channel = sy + sh + 14
        points = [under, (under[0], channel), (tx - 16, channel), (tx - 16, end[1]), end]
    elif edge:
        channel = sy + sh + 10
        points = [begin, (begin[0], channel), (tx - 24, channel), (tx - 24, end[1]), end]
    else:
        points = [begin, (end[0] - 24, begin[1]), (end[0] - 24, end[1]), end]
    ways = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'      <bpmndi:BPMNEdge id="{name}_di" bpmnElement="{name}">{ways}</bpmndi:BPMNEdge>\n'


def draw(path):
    text = path.read_text(encoding="utf-8")
    model = text.partition("  <bpmndi:BPMNDiagram")[0].partition("</definitions>")[0]
    if "xmlns:bpmndi" not in model:
        model = model.replace("<definitions ", f"<definitions {SPACES}\n    ", 1)
    root = fromstring(f"{model}</definitions>".encode())
    plane = root.find(f"{BPMN}process").get("id")
    diagram = (
        f'  <bpmndi:BPMNDiagram id="diagram">\n    <bpmndi:BPMNPlane id="plane" bpmnElement="{plane}">\n{drawing(root)}'
        "    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n"
    )
    path.write_text(f"{model}{diagram}</definitions>\n", encoding="utf-8")


for name in sys.argv[1:]:
    draw(Path(name))
