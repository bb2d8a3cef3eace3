//! Who signs in to look at the sample: one of each role, with passwords that are no secret.

use super::{OPERATOR, SampleError, evening};
use crate::context::{Context, FixedWorld};
use crate::memory::Kept;
use crate::people::{self, PeopleError};
use crate::secret::password_hash;
use crate::sign_in::NewPerson;
use domain::access::Role;
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
    let sign_in = |(role, _, unit, sign_in_name, password, _)| SampleSignIn { role, unit, sign_in_name, password };
    Ok(PEOPLE.map(sign_in).to_vec())
}

impl From<Box<PeopleError>> for SampleError {
    fn from(error: Box<PeopleError>) -> Self {
        Self::People(error)
    }
}
