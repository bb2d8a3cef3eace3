//! Kinds of units of Vietnam, and the three levels they stand on.

use domain::unit::UnitKind;

/// The level of a unit below the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện, until 30 June 2025.
    District,
    /// Cấp xã.
    Commune,
}

/// What a unit is called by law. *Thành phố* is two kinds: one under the country, one under a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    Municipality,
    /// Huyện.
    RuralDistrict,
    /// Quận.
    UrbanDistrict,
    /// Thị xã.
    Town,
    /// Thành phố thuộc tỉnh, thành phố thuộc thành phố trực thuộc trung ương.
    ProvincialCity,
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Thị trấn.
    Township,
    /// Đặc khu.
    SpecialZone,
}

impl PlaceKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Province,
        Self::Municipality,
        Self::RuralDistrict,
        Self::UrbanDistrict,
        Self::Town,
        Self::ProvincialCity,
        Self::Commune,
        Self::Ward,
        Self::Township,
        Self::SpecialZone,
    ];

    /// The level it stands on.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Province | Self::Municipality => Level::Province,
            Self::RuralDistrict | Self::UrbanDistrict | Self::Town | Self::ProvincialCity => Level::District,
            Self::Commune | Self::Ward | Self::Township | Self::SpecialZone => Level::Commune,
        }
    }

    /// The kind of unit a campaign knows it as.
    #[must_use]
    pub fn unit_kind(self) -> UnitKind {
        match self.level() {
            Level::Province => UnitKind::Province,
            Level::District => UnitKind::District,
            Level::Commune => UnitKind::Commune,
        }
    }

    /// As it stands before a name: `Phường`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Province => "Tỉnh",
            Self::Municipality | Self::ProvincialCity => "Thành phố",
            Self::RuralDistrict => "Huyện",
            Self::UrbanDistrict => "Quận",
            Self::Town => "Thị xã",
            Self::Commune => "Xã",
            Self::Ward => "Phường",
            Self::Township => "Thị trấn",
            Self::SpecialZone => "Đặc khu",
        }
    }

    /// As it stands behind a name in English: `Ward`.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Province => "Province",
            Self::Municipality | Self::ProvincialCity => "City",
            Self::RuralDistrict | Self::UrbanDistrict => "District",
            Self::Town => "Town",
            Self::Commune => "Commune",
            Self::Ward => "Ward",
            Self::Township => "Township",
            Self::SpecialZone => "Special Zone",
        }
    }

    /// Reads the word of the data, on the level of its file.
    pub(crate) fn read(word: &str, level: Level) -> Option<Self> {
        let kind = match (word, level) {
            ("tinh", _) => Self::Province,
            ("thanh-pho", Level::Province) => Self::Municipality,
            ("thanh-pho", _) => Self::ProvincialCity,
            ("huyen", _) => Self::RuralDistrict,
            ("quan", _) => Self::UrbanDistrict,
            ("thi-xa", _) => Self::Town,
            ("xa", _) => Self::Commune,
            ("phuong", _) => Self::Ward,
            ("thi-tran", _) => Self::Township,
            ("dac-khu", _) => Self::SpecialZone,
            _ => return None,
        };
        (kind.level() == level).then_some(kind)
    }
}

/// Several kinds, as a word such as `TP` may mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn of(kind: PlaceKind) -> Self {
        Self(1 << kind as u16)
    }

    pub(crate) const fn and(self, kind: PlaceKind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    pub(crate) fn contains(self, kind: PlaceKind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }
}
