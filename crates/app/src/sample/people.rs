//! Who signs in to look at the sample: one of each role, with passwords that are no secret.

use super::{OPERATOR, SampleError, at_noon, evening};
use crate::campaign::{self, FindError};
use crate::campaign_desk;
use crate::context::{Context, FixedWorld};
use crate::file::SourceFile;
use crate::memory::Kept;
use crate::people::{self, PeopleError};
use crate::secret::password_hash;
use crate::sign_in::NewPerson;
use crate::tell::holders;
use domain::CivilDate;
use domain::access::{Action, Role};
use locale::Language;

/// A way into the sample.
#[derive(Clone, Debug)]
pub struct SampleSignIn {
    /// As what.
    pub role: Role,
    /// Name of the unit.
    pub unit: &'static str,
    /// What to type.
    pub sign_in_name: &'static str,
    /// What to type. The sample is served to this machine only.
    pub password: &'static str,
}

/// Role, code and name of the unit, sign-in name, password, full name. The commune is the one whose report is missing.
const PEOPLE: [(Role, &str, &str, &str, &str, &str); 4] = [
    (Role::Agency, "AG", "Tỉnh An Giao", "so.noivu", "hoa-sen-thang-muoi", "Nguyễn Thị Mẫu"),
    (Role::Officer, "AG-24", "Xã Bản Ngần", "xa.canbo", "con-duong-lang-ta", "Phạm Văn Ví Dụ"),
    (Role::Leader, "AG", "Tỉnh An Giao", "lanh.dao", "buoi-sang-ben-song", "Trần Văn Thử"),
    (Role::Administrator, "AG", "Tỉnh An Giao", "quan.tri", "cay-da-dau-dinh", "Lê Thị Thử Nghiệm"),
];

/// Adds the sample's people, if they are not there, and says how they come in.
///
/// # Errors
/// A [`SampleError`].
pub fn furnish(store: &Kept, language: Language) -> Result<Vec<SampleSignIn>, SampleError> {
    let world = FixedWorld(evening());
    let context = Context::of_operator(store, &world, OPERATOR);
    for (role, code, _, sign_in_name, password, name) in PEOPLE {
        if store.read(|session| session.person_by_sign_in_name(sign_in_name))?.is_some() {
            continue;
        }
        let new = NewPerson {
            sign_in_name: sign_in_name.to_owned(),
            name: name.to_owned(),
            email: None,
            language: language.code().to_owned(),
        };
        let invited = people::invite_new(context, &new, code, role).map_err(Box::new)?;
        let hash = password_hash(password).ok_or_else(|| SampleError::Source(sign_in_name.to_owned()))?;
        store.write(|session| session.set_password(invited.person, &hash))?;
    }
    staff(context)?;
    let sign_in = |(role, _, unit, sign_in_name, password, _)| SampleSignIn { role, unit, sign_in_name, password };
    Ok(PEOPLE.map(sign_in).to_vec())
}

/// Family names and given names of made-up officers; each pair is taken once.
const FAMILIES: [&str; 6] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"];
const GIVEN: [&str; 8] =
    ["Văn Mẫu", "Thị Mẫu", "Văn Thử", "Thị Thử", "Văn Ví Dụ", "Thị Ví Dụ", "Văn Minh Họa", "Thị Minh Họa"];

/// An officer for each unit that reports and has none, so that tasks and reminders reach somebody; the plan among those
/// brought; the tasks sent and seen. Safe to repeat.
fn staff(context: Context<'_>) -> Result<(), SampleError> {
    let (loaded, reporters, plan) = context.store.read(|session| {
        let loaded = campaign::enter(context, session, None, Action::ViewCampaign)?;
        let reporters = session.reporters(loaded.campaign.id)?;
        let plan = session.file(loaded.campaign.root, &loaded.campaign.plan_digest)?;
        Ok::<_, FindError>((loaded, reporters, plan))
    })?;
    let names = GIVEN.iter().flat_map(|given| FAMILIES.iter().map(move |family| format!("{family} {given}")));
    let mut names = names.filter(|name| PEOPLE.iter().all(|(.., taken)| taken != name));
    for unit in &reporters {
        let Some(version) = loaded.hierarchy.get(*unit) else { continue };
        let name = names.next().unwrap_or_else(|| format!("Cán bộ {}", version.name));
        if !context.store.read(|session| holders(session, *unit, &[Role::Officer]))?.is_empty() {
            continue;
        }
        let sign_in_name = format!("canbo.{}", version.code.as_str().to_lowercase());
        let new = NewPerson { sign_in_name, name, email: None, language: Language::Vi.code().to_owned() };
        people::invite_new(context, &new, version.code.as_str(), Role::Officer).map_err(Box::new)?;
    }
    if let Some((_, bytes)) = plan {
        let file = SourceFile { name: "ke-hoach.docx".to_owned(), bytes };
        crate::plan::bring(context, None, &file).map_err(|error| SampleError::Source(error.to_string()))?;
    }
    let world = FixedWorld(at_noon(CivilDate::new(2026, 10, 22).unwrap_or(CivilDate::MIN)));
    let opening = Context::of_operator(context.store, &world, OPERATOR);
    campaign_desk::send(opening, None, None).map_err(|error| SampleError::Source(error.to_string()))?;
    let seen_at = at_noon(CivilDate::new(2026, 10, 23).unwrap_or(CivilDate::MIN));
    context.store.write(|session| {
        for unit in &reporters {
            session.see_tasks(loaded.campaign.id, *unit, seen_at)?;
        }
        Ok::<_, SampleError>(())
    })
}

impl From<Box<PeopleError>> for SampleError {
    fn from(error: Box<PeopleError>) -> Self {
        Self::People(error)
    }
}
