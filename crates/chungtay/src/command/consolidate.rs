//! `chungtay report consolidate`.

use super::{Outcome, Shell};
use crate::arguments::ConsolidateArguments;
use crate::output::print_line;
use app::consolidate::{Letter, ReportOf, consolidate};
use locale::text;
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: ConsolidateArguments) -> Outcome {
    let letter = Letter {
        parent_body: words.parent_body,
        issuer: words.issuer,
        number: words.number,
        symbol: words.symbol,
        place: words.place,
        date: words.date,
        authority: words.authority,
        signer_title: words.signer_title,
        signer_name: words.signer,
    };
    let done = shell.with_store(|context| {
        let of = ReportOf { campaign: words.campaign.as_deref(), unit: words.unit.as_deref(), as_of: words.as_of };
        Ok(consolidate(context, of, &letter, &words.out, shell.language)?)
    })?;
    let report = &done.gathered.consolidation;
    print_line!(
        "{}",
        text!(
            shell.language,
            "consolidated",
            unit = &report.unit_name,
            counted = report.units.iter().filter(|unit| unit.counted_revision.is_some()).count(),
            units = report.units.len(),
            warnings = report.warnings.len()
        )
    );
    print_line!("  {}\n  {}", done.document.display(), done.workbook.display());
    for kept in &done.kept {
        print_line!("  {}", text!(shell.language, "consolidated-kept", place = kept.display().to_string()));
    }
    print_line!("{}", shell.hint("next-after-consolidate"));
    Ok(ExitCode::SUCCESS)
}
