//! Units of Vietnam: by a name as people write it, and what became of one.

use super::caller::Caller;
use super::extract::{Asked, In, maybe_day};
use super::problem::Problem;
use crate::failure::Failure;
use crate::site::Site;
use app::places::{FoundPlace, OnTheDay, PlaceKind, PlaceName, PlaceShare, Reason};
use axum::Json;
use axum::extract::State;
use domain::time::day_in_vietnam;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(search)).routes(routes!(became))
}

/// A unit of Vietnam for a while.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceOut {
    /// Its lasting key: `00004@2025`. A code may be another unit's on another day, a key never is.
    key: String,
    /// Its official code.
    code: String,
    /// Kind and name.
    name: String,
    /// The same in English.
    name_en: String,
    /// With all that was above it.
    path: String,
    /// `province`, `municipality`, `rural-district`, `urban-district`, `town`, `provincial-city`, `commune`, `ward`,
    /// `township`, `special-zone`.
    kind: &'static str,
    /// The first day this holds.
    #[schema(format = Date)]
    from: String,
    /// The day it no longer holds.
    #[schema(format = Date)]
    until: Option<String>,
    /// Degrees north, of its centre.
    latitude: Option<f64>,
    /// Degrees east, of its centre.
    longitude: Option<f64>,
}

impl From<&PlaceName> for PlaceOut {
    fn from(place: &PlaceName) -> Self {
        let version = place.version;
        Self {
            key: place.key.to_owned(),
            code: version.code.to_owned(),
            name: version.full_name(),
            name_en: version.full_english(),
            path: place.path.clone(),
            kind: kind(version.kind),
            from: version.valid.from().to_string(),
            until: version.valid.until().map(|day| day.to_string()),
            latitude: version.centre.map(|point| point.latitude),
            longitude: version.centre.map(|point| point.longitude),
        }
    }
}

fn kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Province => "province",
        PlaceKind::Municipality => "municipality",
        PlaceKind::RuralDistrict => "rural-district",
        PlaceKind::UrbanDistrict => "urban-district",
        PlaceKind::Town => "town",
        PlaceKind::ProvincialCity => "provincial-city",
        PlaceKind::Commune => "commune",
        PlaceKind::Ward => "ward",
        PlaceKind::Township => "township",
        PlaceKind::SpecialZone => "special-zone",
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::OtherKind => "other-kind",
        Reason::OtherMarks => "other-marks",
        Reason::OtherName => "other-name",
        Reason::OtherTime => "other-time",
        Reason::ParentOfAnotherTime => "parent-of-another-time",
        Reason::OtherParent => "other-parent",
    }
}

/// A unit of another time that shares ground.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceShareOut {
    /// The unit.
    place: PlaceOut,
    /// Whether all of the earlier unit lies in the later one, or only a part.
    whole: bool,
}

fn shares(shares: &[PlaceShare]) -> Vec<PlaceShareOut> {
    shares.iter().map(|share| PlaceShareOut { place: (&share.place).into(), whole: share.whole }).collect()
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct NameAsked {
    /// A name as people write it, or a code: `P. Trúc Bạch, HN`.
    q: String,
    /// On which day; any day when left out.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<String>,
}

/// A unit that may be meant.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceFoundOut {
    /// The unit.
    place: PlaceOut,
    /// Why it may not be: `other-kind`, `other-marks`, `other-name`, `other-time`, `parent-of-another-time`,
    /// `other-parent`.
    reasons: Vec<&'static str>,
    /// What has its ground on the day, when it is not there itself.
    stands_as: Vec<PlaceShareOut>,
}

impl From<&FoundPlace> for PlaceFoundOut {
    fn from(found: &FoundPlace) -> Self {
        let reasons = found.reasons.iter().map(|each| reason(*each)).collect();
        Self { place: (&found.place).into(), reasons, stands_as: shares(&found.stands_as) }
    }
}

/// What a name may mean.
#[derive(Debug, Serialize, ToSchema)]
struct PlacesFoundOut {
    /// Whether there is no doubt.
    sure: bool,
    /// Units that fit, all equally well.
    places: Vec<PlaceFoundOut>,
    /// How many more fit as well.
    more: usize,
    /// Parts of the text that name no unit.
    unread: Vec<String>,
}

/// Units of Vietnam by name
#[utoipa::path(get, path = "/places", tag = "units", params(NameAsked), responses((status = 200, body = PlacesFoundOut)))]
async fn search(caller: Caller, Asked(asked): Asked<NameAsked>) -> Result<Json<PlacesFoundOut>, Problem> {
    let found = app::places::find(&asked.q, maybe_day(asked.on.as_deref(), caller.language)?);
    Ok(Json(PlacesFoundOut {
        sure: found.sure,
        places: found.places.iter().map(Into::into).collect(),
        more: found.more,
        unread: found.unread,
    }))
}

/// Which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfPlace {
    /// Its key, its code on the day, or its name.
    place: String,
}

/// On which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PlaceDay {
    /// The day; today when left out.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<String>,
}

/// A unit of Vietnam with its past and what became of it.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceHistoryOut {
    /// The day asked for.
    #[schema(format = Date)]
    on: String,
    /// The unit that day, or nearest to it.
    place: PlaceOut,
    /// Where its ground stands that day: `there`, `became`, `not-yet`, `unknown`.
    standing: &'static str,
    /// The units that have its ground that day, when it is not there itself.
    stands_as: Vec<PlaceShareOut>,
    /// All it was and is, the oldest first.
    versions: Vec<PlaceOut>,
    /// What it came from.
    came_from: Vec<PlaceShareOut>,
    /// What it went into.
    went_into: Vec<PlaceShareOut>,
}

/// What became of a unit of Vietnam
#[utoipa::path(get, path = "/places/{place}", tag = "units", params(OfPlace, PlaceDay),
    responses((status = 200, body = PlaceHistoryOut)))]
async fn became(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPlace>,
    Asked(asked): Asked<PlaceDay>,
) -> Result<Json<PlaceHistoryOut>, Problem> {
    let on = maybe_day(asked.on.as_deref(), caller.language)?.unwrap_or_else(|| day_in_vietnam(site.world().now()));
    let found = app::places::history(&of.place, on);
    let found = found.map_err(|error| Problem::from(Failure::told(&error, caller.language)))?;
    Ok(Json(PlaceHistoryOut {
        on: on.to_string(),
        place: (&found.place).into(),
        standing: match found.standing {
            OnTheDay::There => "there",
            OnTheDay::Became => "became",
            OnTheDay::NotYet => "not-yet",
            OnTheDay::Unknown => "unknown",
        },
        stands_as: shares(&found.stands_as),
        versions: found.versions.iter().map(Into::into).collect(),
        came_from: shares(&found.came_from),
        went_into: shares(&found.went_into),
    }))
}
