//! Units of Vietnam as data, through their reorganisations: 63 provinces, 696 districts and 10,035 communes before
//! 1 July 2025, 34 provinces and 3,321 communes since, and what became of what. And names as people write them.
//!
//! ```
//! use places::Places;
//!
//! let vietnam = Places::vietnam();
//! let found = vietnam.resolve("P. Trúc Bạch, Q. Ba Đình, HN", None);
//! let ward = found.sure().expect("there is one");
//! assert_eq!(vietnam.path(ward.version), "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội");
//! ```
//!
//! The data lies in `places/` beside the code; its README tells where it comes from and what is not sure about it.

mod data;
mod fold;
mod kind;
mod resolve;

pub use data::{DataError, PlaceId, Places, Point, Share, Standing, Succession, Version};
pub use kind::{Level, PlaceKind};
pub use resolve::{Candidate, LONGEST, MOST, Reason, Reasons, Resolution};
