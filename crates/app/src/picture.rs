//! Pictures of figures, described once: a page draws them as SVG, a document as charts that can be edited. Both have the same
//! title, labels, values and order.

use crate::overview::UnitValue;
use domain::form::{Form, Kind};
use domain::unit::UnitCode;
use locale::{Language, text};
use vanban::document::{Chart, ChartKind, Series};

/// Units in the picture by unit.
pub const MOST_UNITS: usize = 15;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Horizontal bars, for names.
    Bars,
    /// Upright columns, for years; the last one is looked at.
    Columns,
}

/// A value with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Whose or when.
    pub label: String,
    /// The value; none when it is not known, which is not zero.
    pub value: Option<i64>,
    /// The unit whose value it is.
    pub unit: Option<UnitCode>,
}

/// A picture: what is shown, and its values in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its title.
    pub title: String,
    /// Name of the labels: "Năm", "Đơn vị".
    pub of: String,
    /// Name of the values: a year, or what is counted.
    pub what: String,
    /// What is counted: "lượt người".
    pub counted: String,
    /// What kind of value.
    pub kind: Kind,
    /// How it is drawn.
    pub shape: Shape,
    /// The values.
    pub points: Vec<Point>,
}

/// A figure as people name it in a title: `2.3. Hội thảo`.
fn name(form: &Form, position: usize, language: Language) -> String {
    let cell = &form.cells()[position];
    let item = form.item_of(cell);
    let label = item.label.in_language(language.code());
    match cell.part {
        Some(_) => format!("{}. {label} ({})", item.number, form.cell_label(cell, language.code())),
        None => format!("{}. {label}", item.number),
    }
}

/// A figure by year, oldest first.
#[must_use]
pub fn by_year(form: &Form, position: usize, years: &[(i16, Option<i64>)], language: Language) -> Picture {
    let item = form.item_of(&form.cells()[position]);
    let unit = item.unit.in_language(language.code());
    let point = |(year, value): &(i16, Option<i64>)| Point { label: year.to_string(), value: *value, unit: None };
    Picture {
        title: text!(language, "web-overview-by-year", item = name(form, position, language)),
        of: text!(language, "column-year"),
        what: unit.to_owned(),
        counted: unit.to_owned(),
        kind: item.kind,
        shape: Shape::Columns,
        points: years.iter().map(point).collect(),
    }
}

/// A figure by unit, in the order given; at most [`MOST_UNITS`].
#[must_use]
pub fn by_unit(form: &Form, position: usize, year: i16, units: &[UnitValue], language: Language) -> Picture {
    let item = form.item_of(&form.cells()[position]);
    let (shown, all) = (units.len().min(MOST_UNITS), units.len());
    let point =
        |unit: &UnitValue| Point { label: unit.name.clone(), value: Some(unit.value), unit: Some(unit.code.clone()) };
    Picture {
        title: text!(language, "web-overview-by-unit", item = name(form, position, language), shown = shown, all = all),
        of: text!(language, "column-unit"),
        what: year.to_string(),
        counted: item.unit.in_language(language.code()).to_owned(),
        kind: item.kind,
        shape: Shape::Bars,
        points: units.iter().take(MOST_UNITS).map(point).collect(),
    }
}

impl Picture {
    /// Whether more than one value is known: one alone is no picture.
    #[must_use]
    pub fn compares(&self) -> bool {
        self.points.iter().filter(|point| point.value.is_some()).count() > 1
    }

    /// The same picture as a chart of a document.
    #[must_use]
    pub fn in_document(&self) -> Chart {
        let value = |point: &Point| point.value.map_or(f64::NAN, |value| in_units(self.kind, value));
        Chart {
            title: self.title.clone(),
            unit: if self.kind == Kind::Percent { "%".to_owned() } else { self.counted.clone() },
            kind: match self.shape {
                Shape::Bars => ChartKind::Bars,
                Shape::Columns => ChartKind::Columns,
            },
            labels: self.points.iter().map(|point| point.label.clone()).collect(),
            series: vec![Series { name: self.what.clone(), values: self.points.iter().map(value).collect() }],
        }
    }
}

/// A value as a chart has it: percentages in percent, the others as they are.
#[expect(clippy::cast_precision_loss, reason = "a bar's length; counts are far below 2^53")]
fn in_units(kind: Kind, value: i64) -> f64 {
    match kind {
        Kind::Percent => value as f64 / 100.0,
        Kind::Count | Kind::Vnd | Kind::Text => value as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::DEFAULT_FORM;

    #[test]
    fn a_document_shows_what_the_page_shows() {
        let form = Form::parse(DEFAULT_FORM).unwrap();
        let at = form.cells().iter().position(|cell| cell.key.as_str() == "talks").unwrap();
        let picture = by_year(&form, at, &[(2024, Some(80)), (2025, None), (2026, Some(115))], Language::Vi);
        let chart = picture.in_document();
        assert_eq!((chart.title.as_str(), chart.kind), (picture.title.as_str(), ChartKind::Columns));
        assert_eq!(chart.labels, ["2024", "2025", "2026"]);
        assert_eq!(chart.series[0].values[0], 80.0);
        assert!(chart.series[0].values[1].is_nan(), "not known is not nought");
        assert!(picture.compares() && !by_year(&form, at, &[(2026, Some(1))], Language::Vi).compares());

        let unit = |number: usize| UnitValue {
            code: UnitCode::parse(&format!("X{number}")).unwrap(),
            name: format!("Xã Mẫu {number}"),
            value: 100 - i64::try_from(number).unwrap(),
        };
        let units: Vec<UnitValue> = (0..40).map(unit).collect();
        let picture = by_unit(&form, at, 2026, &units, Language::Vi);
        assert_eq!((picture.points.len(), picture.in_document().labels.len()), (MOST_UNITS, MOST_UNITS));
        assert!(picture.title.contains("15") && picture.title.contains("40"), "what is left out is said");
    }
}
