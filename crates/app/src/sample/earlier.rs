//! The sample's year before: so that last year's figures stand beside this year's.

use super::{OPERATOR, SampleError, SampleReport, UNITS, approve_new_on, at_noon, plan, reports, submit_one};
use crate::campaign::{self, OpenCampaign};
use crate::context::{Context, FixedWorld};
use crate::file::{SourceFile, write_whole};
use crate::form::filled;
use crate::memory::Kept;
use domain::CivilDate;
use domain::form::{Form, Kind};
use domain::report::{Content, Value};
use locale::Language;
use std::path::Path;

/// Opens last year's campaign, hands in its reports and approves them. What is there already is found and kept.
pub(super) fn play(store: &Kept, form: &Form, folder: &Path, language: Language) -> Result<(), SampleError> {
    let year = plan::YEAR - 1;
    let on = |month, day| FixedWorld(at_noon(CivilDate::new(year, month, day).unwrap_or(CivilDate::MIN)));
    let path = folder.join("ke-hoach.docx");
    if path.exists() {
        return Ok(());
    }
    let document = plan::document(form, year).map_err(SampleError::Source)?;
    let bytes = vanban::write::docx(&document)?;
    let opening = on(10, 21);
    let units = SourceFile { name: "units.csv".to_owned(), bytes: UNITS.as_bytes().to_vec() };
    let plan = SourceFile { name: "ke-hoach.docx".to_owned(), bytes: bytes.clone() };
    let request = OpenCampaign { plan, units, form: None, due_on: None };
    let opened = campaign::open(Context::of_operator(store, &opening, OPERATOR), &request)?;
    let loaded = store.read(|session| campaign::load(session, opened.campaign.clone(), None))?;
    let receiving = on(12, 15);
    for report in latest(reports(form)?) {
        let content = smaller(form, &report);
        let unit = loaded.unit(Some(&report.unit))?.unit;
        let file = folder.join(format!("{}.xlsx", report.unit));
        write_whole(&file, &filled(&loaded, unit, &content, language)?)?;
        submit_one(Context::of_operator(store, &receiving, OPERATOR), &file)?;
    }
    approve_new_on(store, &opened.campaign, CivilDate::new(year, 12, 22).unwrap_or(CivilDate::MAX))?;
    // Last: its being there says that all of it was played.
    write_whole(&path, &bytes)?;
    Ok(())
}

/// The last report of each unit.
fn latest(reports: Vec<SampleReport>) -> Vec<SampleReport> {
    let mut kept: Vec<SampleReport> = Vec::new();
    for report in reports {
        kept.retain(|earlier| earlier.unit != report.unit);
        kept.push(report);
    }
    kept
}

/// Somewhat less than this year's, totals only: each unit grew at its own pace.
fn smaller(form: &Form, report: &SampleReport) -> Content {
    let percent = 72 + report.unit.bytes().map(i64::from).sum::<i64>() % 25;
    let total = |cell: &domain::form::Cell| {
        let figure = report.content.figures.get(&cell.key).filter(|_| cell.part.is_none())?;
        let value = match (&figure.value, form.item_of(cell).kind) {
            (Value::Number(number), Kind::Count | Kind::Vnd) => Value::Number(number * percent / 100),
            (value, _) => value.clone(),
        };
        Some((cell.key.clone(), domain::report::Figure { value, at: None, reason: None }))
    };
    Content { figures: form.cells().iter().filter_map(total).collect(), prose: report.content.prose.clone() }
}
