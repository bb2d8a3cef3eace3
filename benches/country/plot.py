"""A picture of growth: lines, as SVG, by hand."""

from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 340, 250, 62, 54, 18, 48
INK, SOFT, GRID, COLOURS = "#1f2933", "#52606d", "#d9dee4", ("#0b6e4f", "#b4530a")


def nice(most):
    """The end of an axis, not below the largest value, and where it is ruled."""
    ends = (step * 10.0**power for power in range(-6, 12) for step in (1, 2, 4, 8))
    end = next(end for end in ends if end >= most)
    return end, [end * at / 4 for at in range(5)]


def number(value):
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2g}"


def panel(at, title, unit, lines):
    """One diagram: `lines` is a list of name and points (factor, value)."""
    x0 = at * WIDTH
    top, rules = nice(max(value for _, points in lines for _, value in points))
    factors = sorted({factor for _, points in lines for factor, _ in points})
    inner, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(factor):
        # Linear, so that what grows with the data is seen as a straight line.
        return x0 + LEFT + inner * factor / max(factors)

    def y(value):
        return TOP + height * (1 - value / top)

    out = [f'<text x="{x0 + LEFT - 44}" y="20" class="t">{escape(title)}</text>']
    out.append(f'<text x="{x0 + LEFT - 44}" y="38" class="s">{escape(unit)}</text>')
    for rule in rules:
        out.append(f'<path d="M{x0 + LEFT} {y(rule):.1f}h{inner}" stroke="{GRID}"/>')
        out.append(f'<text x="{x0 + LEFT - 6}" y="{y(rule) + 4:.1f}" class="s" text-anchor="end">{number(rule)}</text>')
    for factor, after in zip(factors, [*factors[1:], None]):
        # Beside each other where there is no room.
        anchor = "end" if after and x(after) - x(factor) < 30 else "middle"
        out.append(f'<text x="{x(factor):.1f}" y="{HEIGHT - BOTTOM + 18}" class="s" text-anchor="{anchor}">{factor}×</text>')
    for (name, points), colour in zip(lines, COLOURS):
        path = " L".join(f"{x(factor):.1f} {y(value):.1f}" for factor, value in points)
        out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(factor):.1f}" cy="{y(value):.1f}" r="3.5" fill="{colour}"/>' for factor, value in points]
    for at_line, ((name, _), colour) in enumerate(zip(lines, COLOURS)):
        left = x0 + LEFT + at_line * 130
        out.append(f'<path d="M{left} {HEIGHT - 12}h18" stroke="{colour}" stroke-width="2"/>')
        out.append(f'<text x="{left + 24}" y="{HEIGHT - 8}" class="s">{escape(name)}</text>')
    return out


def draw(title, panels):
    """The whole picture: a row of diagrams, each title, unit and lines."""
    width = WIDTH * len(panels)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font:12px system-ui,sans-serif;fill:{SOFT}}}.t{{font-weight:600;font-size:14px;fill:{INK}}}</style>",
        f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for at, (name, unit, lines) in enumerate(panels):
        out += panel(at, name, unit, lines)
    return "\n".join([*out, "</svg>", ""])
