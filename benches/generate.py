"""The province of the benchmark: a form of 400 cells, a plan, 200 units, 200 filled forms. All of it is made up.

Figures come from a fixed seed, so every run on every machine sees the same ones. The forms are exported by chungtay
and filled in and saved by openpyxl: files as they come back from the units, not files in the layout we write.
"""

import datetime
import random
import subprocess

import openpyxl

UNITS = 200
RECEIVED = "2026-12-10"
PROVINCE = "Tỉnh An Giao"

# Groups of the form, each with the two things it counts.
GROUPS = {
    "direction": ("Công tác chỉ đạo", ("Lượt người dự hội nghị triển khai", "Lượt người được phổ biến văn bản")),
    "communication": ("Truyền thông", ("Lượt người dự buổi nói chuyện", "Lượt người nhận tài liệu")),
    "support": ("Thăm hỏi, hỗ trợ", ("Người được tặng quà", "Người được hỗ trợ sinh kế")),
    "honouring": ("Biểu dương", ("Người được khen thưởng", "Người được nêu gương")),
    "models": ("Mô hình", ("Thành viên câu lạc bộ", "Thành viên tổ hòa giải")),
    "response": ("Phòng ngừa, ứng phó", ("Người được tư vấn", "Người được giới thiệu dịch vụ")),
    "inspection": ("Kiểm tra", ("Người được kiểm tra kiến thức", "Người được nhắc nhở")),
    "training": ("Tập huấn", ("Học viên lớp tập huấn", "Học viên lớp bồi dưỡng")),
}
PLACES = ("tại trụ sở", "tại thôn, tổ dân phố", "tại trường học", "tại doanh nghiệp", "trên môi trường mạng")
OTHER_SECTIONS = {
    "difficulties": "Khó khăn, hạn chế",
    "proposals": "Kiến nghị, đề xuất",
    "next_year": "Phương hướng năm sau",
}
# Parts of every item: two that make up the total, two that are some of it. With the total: five cells.
PARTS = ("level.province", "level.commune", "among.female", "among.under_16")

SHARED = (
    "Đơn vị đã phân công lãnh đạo phụ trách và cán bộ theo dõi từng phần việc.",
    "Hoạt động được thực hiện đúng tiến độ, tiết kiệm và phù hợp với địa bàn.",
    "Các đoàn thể ở cơ sở cùng tham gia từ khâu chuẩn bị đến khâu đánh giá.",
)
OWN = (
    "{unit} tổ chức {a} buổi sinh hoạt về {topic} với {b} người tham gia.",
    "Trong tháng, {unit} dành {a} buổi làm việc với các thôn về {topic}, ghi nhận {b} ý kiến.",
    "Về {topic}, {unit} đã hoàn thành {a} phần việc và giúp {b} gia đình.",
)

PLAN = """ỦY BAN NHÂN DÂN
TỈNH AN GIAO

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 205/KH-UBND

An Giao, ngày 21 tháng 10 năm 2026

KẾ HOẠCH

Triển khai Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới năm 2026

I. THỜI GIAN

Từ ngày 15/11/2026 đến ngày 15/12/2026.

II. TỔ CHỨC THỰC HIỆN

1. Ủy ban nhân dân các xã, phường tổ chức các hoạt động của Tháng hành động trên địa bàn.

2. Các xã, phường báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2026 để tổng hợp.

Nơi nhận:
- UBND các xã, phường;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Thử
"""


def items():
    """Every item of the form: group, place in the group from 1, label."""
    for group, (_, things) in GROUPS.items():
        labels = [f"{thing} {place}" for thing in things for place in PLACES]
        yield from ((group, at, label) for at, label in enumerate(labels, 1))


def form():
    """The form as TOML: 8 groups of 10 items of 5 cells, 3 checks a group, 11 prose sections."""
    lines = [
        'id = "bench-400"',
        "version = 1",
        'title = { vi = "Biểu số liệu đo tốc độ" }',
        '[[breakdown]]\nid = "level"\ncovers = "whole"\nlabel = { vi = "Theo cấp" }',
        'part = [{ id = "province", label = { vi = "Cấp tỉnh" } }, { id = "commune", label = { vi = "Cấp xã" } }]',
        '[[breakdown]]\nid = "among"\ncovers = "some"\nlabel = { vi = "Theo nhóm" }',
        'part = [{ id = "female", label = { vi = "Nữ" } }, { id = "under_16", label = { vi = "Dưới 16 tuổi" } }]',
    ]
    for group, at, label in items():
        if at == 1:
            lines.append(f'[[group]]\nid = "{group}"\ntitle = {{ vi = "{GROUPS[group][0]}" }}')
        lines.append(f'[[group.item]]\nid = "{group}_{at}"\nlabel = {{ vi = "{label}" }}\nunit = {{ vi = "người" }}')
        lines.append('breakdowns = ["level", "among"]')
        if at == 9:
            lines.append('roll_up = "max"')
    for section, title in [*((group, title) for group, (title, _) in GROUPS.items()), *OTHER_SECTIONS.items()]:
        lines.append(f'[[section]]\nid = "{section}"\ntitle = {{ vi = "{title}" }}')
        lines.append('hint = { vi = "Nêu kết quả chính." }')
    for group in GROUPS:
        for name, rule, message in (
            ("balance", "{0}_1 - {0}_2 + {0}_3 = {0}_4", "Số trước trừ số giảm cộng số tăng phải bằng số sau."),
            ("order", "{0}_5 <= {0}_6 + {0}_7", "Số trên môi trường mạng không thể vượt hai dòng sau cộng lại."),
            ("some", "{0}_9 >= {0}_10", "Dòng trước không thể nhỏ hơn dòng sau."),
        ):
            lines.append(f'[[check]]\nid = "{group}-{name}"\nrule = "{rule.format(group)}"')
            lines.append(f'message = {{ vi = "{message}" }}')
    return "\n".join(lines) + "\n"


def units():
    """Code and name of every unit."""
    first = ("An", "Bình", "Cẩm", "Đông", "Hòa", "Lộc", "Mỹ", "Phú", "Tân", "Vĩnh")
    second = ("Giang", "Hà", "Khê", "Lâm", "Minh", "Nam", "Phong", "Sơn", "Thịnh", "Xuân")
    names = [f"{kind} {a} {b}" for kind in ("Xã", "Phường") for a in first for b in second]
    return [(f"AG-{number:03}", name) for number, name in enumerate(names[:UNITS], 1)]


def figures(number):
    """All 400 figures of the unit with that number; one unit in twenty has a slip that a check finds."""
    dice = random.Random(number)
    totals = {}
    for group in GROUPS:
        value = [dice.randrange(20, 2_000) for _ in range(10)]
        value[1] = min(value[:2])
        value[3] = value[0] - value[1] + value[2]
        value[4] = min(value[4], value[5] + value[6])
        value[9] = min(value[8:])
        totals |= {f"{group}_{at}": total for at, total in enumerate(value, 1)}
    cells = {}
    for item, total in totals.items():
        province = dice.randrange(total + 1)
        parts = (province, total - province, dice.randrange(total + 1), dice.randrange(total + 1))
        cells |= {item: total} | {f"{item}/{part}": value for part, value in zip(PARTS, parts)}
    if number % 20 == 7:
        cells["support_3/among.female"] = cells["support_3"] + 5
    if number % 20 == 13:
        cells["models_8/level.commune"] += 2
    return cells


def prose(number, unit):
    """The text of every section: a sentence that many units share, and two of the unit's own."""
    dice = random.Random(-number)
    titles = {group: title for group, (title, _) in GROUPS.items()} | OTHER_SECTIONS

    def own(title):
        numbers = {"a": dice.randrange(2, 30), "b": dice.randrange(30, 900)}
        return dice.choice(OWN).format(unit=unit, topic=title.lower(), **numbers)

    return {section: " ".join((dice.choice(SHARED), own(title), own(title))) for section, title in titles.items()}


def fill(path, number, unit):
    """Fills in one exported form, as a clerk would: by the lines' keys, then save."""
    book = openpyxl.load_workbook(path)
    table, words = book.worksheets[:2]
    values, texts, filled = figures(number), prose(number, unit), 0
    for *_, figure, reason, key in table.iter_rows(max_col=6):
        if key.value in values:
            figure.value, filled = values[key.value], filled + 1
            if key.value == "support_3/among.female" and number % 40 == 7:
                reason.value = "Có người tham gia ở hai điểm nên được tính hai lần."
        elif key.value == "#date":
            figure.value = datetime.date.fromisoformat(RECEIVED)
    for text, key in words.iter_rows(max_col=2):
        if key.value in texts:
            text.value, filled = texts[key.value], filled + 1
    if filled != len(values) + len(texts):
        raise SystemExit(f"{path}: {filled} of {len(values) + len(texts)} cells were found")
    book.save(path)


def province(chungtay, folder):
    """Writes everything into a folder: `form.toml`, `plan.txt`, `units.csv`, `data` (the open campaign), `forms`."""
    (folder / "form.toml").write_text(form(), encoding="utf-8")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    rows = [f"{code},{name},commune,AG" for code, name in units()]
    (folder / "units.csv").write_text(
        "\n".join(["code,name,kind,parent", f"AG,{PROVINCE},province,", *rows, ""]), encoding="utf-8"
    )
    command = [chungtay, "--data", folder / "data", "--lang", "vi"]
    opening = ["--plan", folder / "plan.txt", "--units", folder / "units.csv", "--form", folder / "form.toml"]
    for words in (["campaign", "open", *opening], ["form", "export", "--all", "--out", folder / "forms"]):
        subprocess.run([*command, *words], check=True, stdout=subprocess.DEVNULL)
    for number, (code, name) in enumerate(units(), 1):
        fill(folder / "forms" / f"{code}.xlsx", number, name)
