//! The files of `assets/`, inside the program, under addresses that name their content: a browser may keep them for
//! ever, and a new version has a new address.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Name, media type and content of each file. A script is added here by one line.
const FILES: &[(&str, &str, &[u8])] = &[
    ("style.css", "text/css; charset=utf-8", include_bytes!("../../assets/style.css")),
    ("entry.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/entry.js")),
    ("board.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/board.js")),
    ("places.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/places.js")),
];

/// A file served under `/assets/`.
pub(crate) struct Asset {
    /// Its name in `assets/`.
    pub(crate) name: &'static str,
    /// Its address, such as `/assets/style.1a2b3c4d5e6f.css`.
    pub(crate) address: String,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Its content.
    pub(crate) content: &'static [u8],
}

static ASSETS: LazyLock<Vec<Asset>> =
    LazyLock::new(|| FILES.iter().map(|&(name, media_type, content)| asset(name, media_type, content)).collect());

fn asset(name: &'static str, media_type: &'static str, content: &'static [u8]) -> Asset {
    let digest: String = Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Asset { name, address: format!("/assets/{stem}.{digest}.{ending}"), media_type, content }
}

/// The address of a file of `assets/`; for a name that is none, an address that answers "not found".
pub(crate) fn address(name: &str) -> String {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or_else(|| format!("/assets/{name}"), |asset| asset.address.clone())
}

/// The file at an address such as `/assets/style.1a2b3c4d5e6f.css`.
pub(crate) fn at(address: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.address == address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_content_and_leads_to_it() {
        let style = address("style.css");
        assert_ne!(style, "/assets/style.css");
        assert!(
            at(&style).is_some_and(|asset| asset.content == FILES[0].2 && asset.media_type.starts_with("text/css"))
        );
        assert!(at("/assets/style.css").is_none(), "an address without its digest would be kept for ever");
        assert_ne!(asset("a.css", "text/css", b"x").address, asset("a.css", "text/css", b"y").address);
    }
}
