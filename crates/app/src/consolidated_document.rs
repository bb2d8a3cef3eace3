//! The consolidated report as an official document (Decree 30/2020/NĐ-CP).

use crate::body_name::{capitalised, sentence_case, uncapitalised};
use crate::consolidate::{Gathered, Letter};
use crate::letterhead::Issuing;
use crate::overview::{headline_cells, through_years};
use crate::picture;
use domain::consolidation::{Consolidation, UnitLine};
use domain::form::{Cell, Form, Item, Kind, RollUp, roman};
use domain::narrative::{MergedSection, Passage};
use domain::report::Punctuality;
use domain::time::Slashed;
use domain::unit::UnitKind;
use domain::{CivilDate, UnitId};
use locale::{Language, text};
use std::collections::{BTreeSet, HashMap};
use vanban::document::{
    Align, Appendix, Block, Chart, ChartKind, Column, Document, IssueDate, Letterhead, Row, Run, Series, Signature,
    Table,
};

/// Units named one by one before "and N more".
const NAMED_UNITS: usize = 8;

/// Lays out the report.
pub(crate) fn lay_out(gathered: &Gathered, letter: &Letter, today: CivilDate, language: Language) -> Document {
    let report = &gathered.consolidation;
    let of = Issuing {
        plan: &gathered.plan,
        by_issuer: gathered.by_issuer,
        kind: gathered.kind,
        unit_name: &report.unit_name,
    };
    let letter = of.complete(letter, language);
    let date = letter.date.map_or(IssueDate::Blank { month: today.month(), year: today.year() }, IssueDate::On);
    let issuer = letter.issuer.unwrap_or_default();
    let names = report.units.iter().map(|line| (line.unit, line.name.as_str())).collect();
    let writer = Writer { gathered, report, names, language, issuer };
    let signature = Signature {
        authority: letter.authority,
        title: letter.signer_title.unwrap_or_default(),
        name: letter.signer_name.unwrap_or_default(),
    };
    Document {
        letterhead: Letterhead {
            parent_body: letter.parent_body,
            issuer: writer.issuer.clone(),
            number: letter.number,
            symbol: letter.symbol.unwrap_or_default(),
            place: letter.place.unwrap_or_default(),
            date,
        },
        kind: Some(writer.say("report-kind")),
        title: text!(language, "report-title", campaign = &writer.report.campaign.name, year = writer.year()),
        addressees: Vec::new(),
        bases: Vec::new(),
        body: writer.body(),
        signature,
        recipients: vec![
            writer.say("report-recipient-superior"),
            writer.say("report-recipient-units"),
            writer.say("report-recipient-archive"),
        ],
        appendices: vec![writer.totals_appendix(), writer.units_appendix()],
    }
}

struct Writer<'a> {
    gathered: &'a Gathered,
    report: &'a Consolidation,
    /// Of all units: a country names some of them tens of thousands of times.
    names: HashMap<UnitId, &'a str>,
    language: Language,
    /// The body that issues the report, as it stands in a sentence.
    issuer: String,
}

impl Writer<'_> {
    fn say(&self, key: &str) -> String {
        locale::text(self.language, key, &[])
    }

    fn year(&self) -> String {
        self.report.campaign.year.to_string()
    }

    fn form(&self) -> &Form {
        &self.report.form
    }

    fn body(&self) -> Vec<Block> {
        let mut outline = Outline { blocks: vec![self.opening()], sections: 0 };
        outline.section(&self.say("report-reporting-heading"));
        outline.blocks.extend(self.reporting());
        outline.blocks.extend(self.counted_by());
        outline.section(&self.say("report-results-heading"));
        self.results(&mut outline);
        for section in self.form().sections().iter().filter(|section| !self.is_group(section.id.as_str())) {
            let prose = self.prose(section.id.as_str());
            if !prose.is_empty() {
                outline.section(&section.title.in_language(self.language.code()).to_uppercase());
                outline.blocks.extend(prose);
            }
        }
        if !self.report.warnings.is_empty() {
            outline.section(&self.say("report-warnings-heading"));
            outline.blocks.extend(self.warnings());
        }
        outline.blocks.push(paragraph(text!(
            self.language,
            "report-closing",
            campaign = &self.report.campaign.name,
            year = self.year(),
            issuer = &self.issuer
        )));
        outline.blocks
    }

    fn opening(&self) -> Block {
        let plan = &self.gathered.plan;
        let issuer = plan.issuer.clone().map(|issuer| sentence_case(&issuer)).unwrap_or_default();
        let title = uncapitalised(plan.title.as_deref().unwrap_or_default());
        let cited = match (&plan.number, plan.date) {
            (Some(number), Some(date)) => text!(
                self.language,
                "report-opening-numbered",
                number = number,
                date = Slashed(date).to_string(),
                issuer = issuer,
                title = title
            ),
            _ => text!(self.language, "report-opening-unnumbered", title = title),
        };
        paragraph(text!(self.language, "report-opening", plan = cited, issuer = &self.issuer))
    }

    /// By the units of which other day the reports are counted.
    fn counted_by(&self) -> Option<Block> {
        let day = Slashed(self.report.counted_by?).to_string();
        Some(paragraph(text!(self.language, "report-counted-by", day = day)))
    }

    /// Who reported: a sentence, a table by kind of unit, a chart.
    fn reporting(&self) -> Vec<Block> {
        let report = self.report;
        let counted = report.units.iter().filter(|line| line.counted_revision.is_some()).count();
        let on_time = report.count(|p| p == Punctuality::OnTime);
        let late = report.count(|p| matches!(p, Punctuality::Late { .. }));
        let none = report.count(|p| matches!(p, Punctuality::Missing | Punctuality::Awaited));
        let mut blocks = vec![paragraph(text!(
            self.language,
            "report-reporting",
            expected = report.units.len(),
            received = on_time + late,
            ontime = on_time,
            late = late,
            none = none,
            counted = counted,
            due = Slashed(report.campaign.due_on).to_string()
        ))];
        for (key, wanted) in [("report-late-units", true), ("report-missing-units", false)] {
            let is = |line: &&UnitLine| match line.punctuality {
                Punctuality::Late { .. } => wanted,
                Punctuality::Missing | Punctuality::Awaited => !wanted,
                Punctuality::OnTime => false,
            };
            let names: Vec<&str> = report.units.iter().filter(is).map(|line| line.name.as_str()).collect();
            if !names.is_empty() {
                blocks.push(paragraph(text!(self.language, key, units = self.names(&names))));
            }
        }
        let kinds = self.kinds();
        blocks.push(Block::Table(self.kinds_table(&kinds)));
        if kinds.len() > 1 {
            blocks.push(Block::Chart(self.kinds_chart(&kinds)));
        }
        blocks
    }

    /// Kinds of units that report, each with how many are on time, late, without report.
    fn kinds(&self) -> Vec<(UnitKind, [usize; 3])> {
        let count = |kind: UnitKind| {
            let mut counts = [0; 3];
            for line in self.report.units.iter().filter(|line| line.kind == kind) {
                counts[match line.punctuality {
                    Punctuality::OnTime => 0,
                    Punctuality::Late { .. } => 1,
                    Punctuality::Missing | Punctuality::Awaited => 2,
                }] += 1;
            }
            (kind, counts)
        };
        UnitKind::ALL.into_iter().map(count).filter(|(_, counts)| counts.iter().sum::<usize>() > 0).collect()
    }

    fn kind_name(&self, kind: UnitKind) -> String {
        capitalised(&self.say(&format!("unit-kind-{}", kind.name())))
    }

    fn kinds_table(&self, kinds: &[(UnitKind, [usize; 3])]) -> Table {
        let number = |n: usize| self.language.number(i64::try_from(n).unwrap_or(i64::MAX));
        let cells = |name: String, counts: &[usize; 3]| {
            let expected = counts.iter().sum();
            std::iter::once(name).chain([expected, counts[0], counts[1], counts[2]].map(number)).collect()
        };
        let mut rows: Vec<Row> =
            kinds.iter().map(|(kind, counts)| Row::Cells(cells(self.kind_name(*kind), counts))).collect();
        let total = kinds.iter().fold([0; 3], |sum, (_, c)| [sum[0] + c[0], sum[1] + c[1], sum[2] + c[2]]);
        rows.push(Row::Total(cells(self.say("report-total"), &total)));
        let column = |key: &str, width, align| Column { header: self.say(key), width, align };
        Table {
            caption: Some(self.say("report-kinds-caption")),
            columns: vec![
                column("report-column-kind", 34, Align::Left),
                column("report-column-expected", 18, Align::Right),
                column("report-on-time", 16, Align::Right),
                column("report-late", 16, Align::Right),
                column("report-none", 16, Align::Right),
            ],
            rows,
        }
    }

    fn kinds_chart(&self, kinds: &[(UnitKind, [usize; 3])]) -> Chart {
        let series = |key: &str, at: usize| Series {
            name: self.say(key),
            values: kinds.iter().map(|(_, counts)| exact(i64::try_from(counts[at]).unwrap_or(0))).collect(),
        };
        Chart {
            title: self.say("report-kinds-chart"),
            unit: self.say("report-units-unit"),
            kind: ChartKind::StackedBars,
            labels: kinds.iter().map(|(kind, _)| self.kind_name(*kind)).collect(),
            series: vec![series("report-on-time", 0), series("report-late", 1), series("report-none", 2)],
        }
    }

    /// Results by group: the totals as a list, a chart where a group has enough alike, then the units' own words.
    fn results(&self, outline: &mut Outline) {
        let mut number = 0;
        for (at, group) in self.form().groups().iter().enumerate() {
            let lines: Vec<Block> = self.group_cells(at).filter_map(|cell| self.result(cell)).collect();
            let prose = self.prose(group.id.as_str());
            if lines.is_empty() && prose.is_empty() {
                continue;
            }
            number += 1;
            let title = group.title.in_language(self.language.code());
            outline.blocks.push(Block::Heading { level: 2, text: format!("{number}. {title}") });
            outline.blocks.extend(lines);
            outline.blocks.extend(self.group_chart(at, title).map(Block::Chart));
            outline.blocks.extend(self.years_chart(at).map(Block::Chart));
            outline.blocks.extend(prose);
        }
    }

    fn group_cells(&self, group: usize) -> impl Iterator<Item = &Cell> {
        let form = self.form();
        form.cells().iter().filter(move |cell| cell.part.is_none() && form.item_of(cell).group == group)
    }

    /// `Cuộc nói chuyện: 115 cuộc (Theo cấp: Cấp tỉnh 102; Cấp xã 13)`; text items as their list.
    fn result(&self, cell: &Cell) -> Option<Block> {
        let form = self.form();
        let item = form.item_of(cell);
        let label = item.label.in_language(self.language.code());
        if item.kind == Kind::Text {
            let (_, texts) = self.report.texts.iter().find(|(key, _)| *key == cell.key)?;
            let all: Vec<String> =
                texts.iter().map(|(unit, text)| format!("{} ({text})", self.unit_name(*unit))).collect();
            return Some(Block::Item(vec![Run::plain(format!("{label}: {}", all.join("; ")))]));
        }
        let value = self.report.totals.of(form, &cell.key)?.value?;
        let amount = self.amount(item, value);
        let parts = self.parts(cell, item);
        let rest = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) };
        Some(Block::Item(vec![Run::plain(format!("{label}: ")), Run::bold(amount), Run::plain(rest)]))
    }

    fn parts(&self, total: &Cell, item: &Item) -> Vec<String> {
        let form = self.form();
        let part = |cell: &Cell| {
            let value = self.report.totals.of(form, &cell.key)?.value.filter(|value| *value != 0)?;
            let label = form.cell_label(cell, self.language.code());
            Some(format!("{}: {}", uncapitalised(label), self.number(item.kind, value)))
        };
        let at = total.item;
        let of_item = || form.cells().iter().filter(move |cell| cell.item == at && cell.part.is_some());
        let mut parts: Vec<String> = of_item().filter_map(part).collect();
        let breakdowns: BTreeSet<usize> = of_item().filter_map(|cell| Some(cell.part?.0)).collect();
        for breakdown in breakdowns {
            let count = self.report.totals.undivided(form, total.item, breakdown);
            if let Some(found) = form.breakdowns().get(breakdown).filter(|_| count > 0) {
                let by = uncapitalised(found.label.in_language(self.language.code()));
                parts.push(text!(self.language, "report-undivided", count = count, by = by));
            }
        }
        parts
    }

    fn number(&self, kind: Kind, value: i64) -> String {
        match kind {
            Kind::Percent => self.language.percent(value),
            Kind::Count | Kind::Vnd | Kind::Text => self.language.number(value),
        }
    }

    fn amount(&self, item: &Item, value: i64) -> String {
        let unit = item.unit.in_language(self.language.code());
        match item.kind {
            Kind::Percent => format!("{}%", self.number(item.kind, value)),
            _ => format!("{} {unit}", self.number(item.kind, value)),
        }
    }

    /// A chart of the items of a group that count the same thing, when at least three of them are not zero.
    fn group_chart(&self, group: usize, title: &str) -> Option<Chart> {
        let form = self.form();
        let mut alike: Vec<(&str, Vec<(&str, i64)>)> = Vec::new();
        for cell in self.group_cells(group) {
            let item = form.item_of(cell);
            let value = self.report.totals.of(form, &cell.key).and_then(|total| total.value).unwrap_or(0);
            if item.kind != Kind::Count || value == 0 {
                continue;
            }
            let unit = item.unit.in_language(self.language.code());
            let bar = (item.label.in_language(self.language.code()), value);
            match alike.iter_mut().find(|(other, _)| *other == unit) {
                Some((_, bars)) => bars.push(bar),
                None => alike.push((unit, vec![bar])),
            }
        }
        let most = alike.iter().map(|(_, bars)| bars.len()).max().filter(|most| *most >= 3)?;
        let (unit, bars) = alike.into_iter().find(|(_, bars)| bars.len() == most)?;
        Some(Chart {
            title: title.to_owned(),
            unit: unit.to_owned(),
            kind: ChartKind::Bars,
            labels: bars.iter().map(|(label, _)| (*label).to_owned()).collect(),
            series: vec![Series {
                name: capitalised(unit),
                values: bars.iter().map(|(_, value)| exact(*value)).collect(),
            }],
        })
    }

    /// The first figure of a group through the years, as on the leader's page, when there are years to compare with.
    fn years_chart(&self, group: usize) -> Option<Chart> {
        let form = self.form();
        let position = headline_cells(form).find(|at| form.item_of(&form.cells()[*at]).group == group)?;
        let total = self.report.totals.of(form, &form.cells()[position].key).and_then(|total| total.value);
        let this = (self.report.campaign.year, total);
        let years = through_years(&self.gathered.years, this, position);
        let picture = picture::by_year(form, position, &years, self.language);
        picture.compares().then(|| picture.in_document())
    }

    fn is_group(&self, id: &str) -> bool {
        self.form().groups().iter().any(|group| group.id.as_str() == id)
    }

    fn merged(&self, section: &str) -> Option<&MergedSection> {
        self.report.narrative.iter().find(|merged| merged.section.as_str() == section)
    }

    /// A section as somebody edited it, a paragraph for each line; as merged otherwise.
    fn prose(&self, section: &str) -> Vec<Block> {
        if let Some(edited) = self.gathered.edited.iter().find(|edited| edited.section == section) {
            let lines = edited.text.lines().map(str::trim).filter(|line| !line.is_empty());
            return lines.map(|line| paragraph(line.to_owned())).collect();
        }
        self.merged(section).map(|merged| self.passages(merged)).unwrap_or_default()
    }

    fn passages(&self, merged: &MergedSection) -> Vec<Block> {
        merged.passages.iter().map(|passage| self.passage(passage)).collect()
    }

    /// The units named, then what they wrote.
    fn passage(&self, passage: &Passage) -> Block {
        let names: Vec<&str> = passage.units.iter().map(|unit| self.unit_name(*unit)).collect();
        let sentences: Vec<String> = passage.sentences.iter().map(|sentence| finished(sentence)).collect();
        Block::Paragraph(vec![
            Run { text: format!("{}: ", self.names(&names)), bold: false, italic: true },
            Run::plain(sentences.join(" ")),
        ])
    }

    fn unit_name(&self, unit: UnitId) -> &str {
        self.names.get(&unit).copied().unwrap_or_default()
    }

    fn names(&self, names: &[&str]) -> String {
        match names.split_at_checked(NAMED_UNITS) {
            Some((first, rest)) if !rest.is_empty() => {
                text!(self.language, "report-units-and-more", units = first.join(", "), more = rest.len())
            }
            _ => names.join(", "),
        }
    }

    fn warnings(&self) -> Vec<Block> {
        let mut blocks = vec![paragraph(self.say("report-warnings-opening"))];
        for (unit, warning) in &self.report.warnings {
            let what = crate::explain::warning(self.form(), warning, self.language);
            let why = match &warning.reason {
                Some(reason) => text!(self.language, "report-warning-reason", reason = reason),
                None => self.say("report-warning-unexplained"),
            };
            blocks.push(Block::Item(vec![
                Run::italic(format!("{}: ", self.unit_name(*unit))),
                Run::plain(format!("{what} {why}")),
            ]));
        }
        blocks
    }

    fn totals_appendix(&self) -> Appendix {
        let form = self.form();
        let mut rows = Vec::new();
        let mut group = None;
        for cell in form.cells() {
            let item = form.item_of(cell);
            if item.kind == Kind::Text {
                continue;
            }
            if group.replace(item.group) != Some(item.group) {
                let group = &form.groups()[item.group];
                rows.push(Row::Group(format!("{}. {}", group.number, group.title.in_language(self.language.code()))));
            }
            let total = self.report.totals.of(form, &cell.key);
            let value = total.and_then(|total| total.value).map_or_else(String::new, |v| self.number(item.kind, v));
            // A ratio is computed from other totals; the units that fill it in say nothing about it.
            let computed = matches!(item.roll_up, RollUp::Ratio { .. });
            let reporters = total.filter(|_| !computed).map_or_else(String::new, |total| total.from.len().to_string());
            let label = form.cell_label(cell, self.language.code());
            let (number, label) = match cell.part {
                None => (item.number.clone(), label.to_owned()),
                Some(_) => (String::new(), format!("- {label}")),
            };
            let unit = item.unit.in_language(self.language.code()).to_owned();
            rows.push(Row::Cells(vec![number, label, unit, value, reporters]));
        }
        let column = |key: &str, width, align| Column { header: self.say(key), width, align };
        let columns = vec![
            column("report-column-number", 8, Align::Centre),
            column("report-column-item", 46, Align::Left),
            column("report-column-unit", 12, Align::Centre),
            column("report-total", 22, Align::Right),
            column("report-column-reporters", 12, Align::Right),
        ];
        Appendix {
            label: self.say("report-appendix-totals-label"),
            title: self.say("report-appendix-totals-title"),
            landscape: false,
            body: vec![Block::Table(Table { caption: None, columns, rows })],
        }
    }

    fn units_appendix(&self) -> Appendix {
        let row = |(at, line): (usize, &UnitLine)| {
            let day = line.received_on.map_or_else(String::new, |day| Slashed(day).to_string());
            let revision = line.counted_revision.map_or_else(|| "-".to_owned(), |number| number.to_string());
            let state = crate::explain::punctuality(line.punctuality, self.language);
            Row::Cells(vec![(at + 1).to_string(), line.name.clone(), self.kind_name(line.kind), day, state, revision])
        };
        let column = |key: &str, width, align| Column { header: self.say(key), width, align };
        let columns = vec![
            column("report-column-number", 8, Align::Centre),
            column("report-column-name", 34, Align::Left),
            column("report-column-kind", 20, Align::Left),
            column("report-column-received", 16, Align::Centre),
            column("report-column-state", 18, Align::Left),
            column("report-column-revision", 12, Align::Centre),
        ];
        let rows = self.report.units.iter().enumerate().map(row).collect();
        Appendix {
            label: self.say("report-appendix-units-label"),
            title: self.say("report-appendix-units-title"),
            landscape: false,
            body: vec![Block::Table(Table { caption: None, columns, rows })],
        }
    }
}

/// Blocks written so far, and how many `I.`-headings they have.
struct Outline {
    blocks: Vec<Block>,
    sections: usize,
}

impl Outline {
    fn section(&mut self, title: &str) {
        self.sections += 1;
        self.blocks.push(Block::Heading { level: 1, text: format!("{}. {title}", roman(self.sections)) });
    }
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

#[expect(clippy::cast_precision_loss, reason = "a bar's length; counts are far below 2^53")]
fn exact(value: i64) -> f64 {
    value as f64
}

/// A sentence ends with a mark.
fn finished(sentence: &str) -> String {
    let ends = sentence.ends_with(['.', '!', '?', ':', ';', '…', '”', '"']);
    if ends { sentence.to_owned() } else { format!("{sentence}.") }
}
