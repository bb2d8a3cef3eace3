//! What stands in the letterhead and the signature block of a consolidated report when nobody says otherwise.

use crate::body_name::{sentence_case, uncapitalised, without_committee, without_level};
use crate::consolidate::{Letter, PlanReference};
use domain::unit::UnitKind;
use locale::{Language, text};

/// Whose report it is, and the plan it answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issuing<'a> {
    /// The plan it answers.
    pub(crate) plan: &'a PlanReference,
    /// Whether that unit issued the plan: then the report is issued and signed as the plan was.
    pub(crate) by_issuer: bool,
    /// Kind of the unit.
    pub(crate) kind: UnitKind,
    /// Name of the unit.
    pub(crate) unit_name: &'a str,
}

impl Issuing<'_> {
    /// The letter with everything that is printed. What stays blank is filled in by hand when it is issued: the number,
    /// the day, the body above, and the name of the signer where the plan does not say it.
    pub(crate) fn complete(&self, letter: &Letter, language: Language) -> Letter {
        let (authority, title) = self.usual_signature(letter, language);
        // Another signer than the plan's is another person.
        let as_the_plan = self.by_issuer && letter.issuer.is_none();
        let same_signer = as_the_plan && letter.authority.is_empty() && letter.signer_title.is_none();
        let plan_signer = self.plan.signer_name.clone().filter(|_| same_signer);
        Letter {
            parent_body: letter.parent_body.clone(),
            issuer: Some(letter.issuer.clone().unwrap_or_else(|| self.issuer(language))),
            number: letter.number,
            symbol: Some(letter.symbol.clone().unwrap_or_else(|| self.symbol())),
            place: Some(letter.place.clone().unwrap_or_else(|| self.place())),
            date: letter.date,
            authority: if letter.authority.is_empty() { authority } else { letter.authority.clone() },
            signer_title: Some(letter.signer_title.clone().unwrap_or(title)),
            signer_name: letter.signer_name.clone().or(plan_signer),
        }
    }

    fn governs(&self) -> bool {
        matches!(self.kind, UnitKind::Province | UnitKind::District | UnitKind::Commune)
    }

    /// The unit's committee, or the unit itself where it is no territory.
    fn issuer(&self, language: Language) -> String {
        if let Some(issuer) = self.plan.issuer.as_ref().filter(|_| self.by_issuer) {
            return sentence_case(issuer);
        }
        let name = without_committee(self.unit_name);
        if self.governs() {
            text!(language, "report-issuer-committee", unit = uncapitalised(name))
        } else {
            name.to_owned()
        }
    }

    /// The plan's own series when its issuer reports: a plan `77/KH-SNV` is answered by a report `…/BC-SNV`.
    fn symbol(&self) -> String {
        let number = self.plan.number.as_deref().filter(|_| self.by_issuer);
        let agency = number.and_then(|number| number.split_once('-')).map(|(_, agency)| agency);
        match agency {
            Some(agency) => format!("BC-{agency}"),
            None if self.governs() => "BC-UBND".to_owned(),
            None => "BC".to_owned(),
        }
    }

    fn place(&self) -> String {
        let stated = self.plan.place.clone().filter(|_| self.by_issuer);
        stated.unwrap_or_else(|| without_level(without_committee(self.unit_name)).to_owned())
    }

    /// Lines of authority and position when none are named: as the plan was signed, or as the kind of unit signs.
    fn usual_signature(&self, letter: &Letter, language: Language) -> (Vec<String>, String) {
        let say = |key: &str| locale::text(language, key, &[]);
        let own = letter.issuer.is_none();
        match &self.plan.signer_title {
            Some(title) if own && self.by_issuer => (self.plan.authority.clone(), title.clone()),
            _ if own && self.governs() => {
                (vec![say("report-sign-committee"), say("report-sign-deputy")], say("report-sign-deputy-chair"))
            }
            _ => (Vec::new(), say("report-sign-director")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> PlanReference {
        PlanReference {
            number: Some("7/KH-UBND".to_owned()),
            issuer: Some("ỦY BAN NHÂN DÂN TỈNH AN GIAO".to_owned()),
            place: Some("An Giao".to_owned()),
            signer_title: Some("CHỦ TỊCH".to_owned()),
            signer_name: Some("Nguyễn Thị Mẫu".to_owned()),
            ..PlanReference::default()
        }
    }

    #[test]
    fn who_signed_the_plan_signs_the_report_of_its_issuer() {
        let plan = plan();
        let of = Issuing { plan: &plan, by_issuer: true, kind: UnitKind::Province, unit_name: "Tỉnh An Giao" };
        let printed = of.complete(&Letter::default(), Language::Vi);
        assert_eq!(printed.signer_name.as_deref(), Some("Nguyễn Thị Mẫu"));
        assert_eq!(printed.signer_title.as_deref(), Some("CHỦ TỊCH"));
        assert_eq!(printed.symbol.as_deref(), Some("BC-UBND"));
        let named = Letter { signer_name: Some("Trần Văn Thử".to_owned()), ..Letter::default() };
        assert_eq!(of.complete(&named, Language::Vi).signer_name.as_deref(), Some("Trần Văn Thử"));
    }

    #[test]
    fn the_name_of_the_plans_signer_stands_below_no_other_position() {
        let plan = plan();
        let of = Issuing { plan: &plan, by_issuer: true, kind: UnitKind::Province, unit_name: "Tỉnh An Giao" };
        let deputy = Letter { signer_title: Some("PHÓ CHỦ TỊCH".to_owned()), ..Letter::default() };
        assert_eq!(of.complete(&deputy, Language::Vi).signer_name, None);
        let department = Letter { issuer: Some("Sở Nội vụ".to_owned()), ..Letter::default() };
        assert_eq!(of.complete(&department, Language::Vi).signer_name, None);
        let below = Issuing { by_issuer: false, kind: UnitKind::Commune, unit_name: "Xã Hòa Lộc", ..of };
        assert_eq!(below.complete(&Letter::default(), Language::Vi).signer_name, None);
    }
}
