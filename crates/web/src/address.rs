//! Addresses of pages with what they ask for.

use crate::visitor::percent_encoded;

/// An address being put together.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    text: String,
    asks: bool,
}

impl Address {
    /// A path whose parts are safe already: `/board`.
    pub(crate) fn of(path: &str) -> Self {
        Self { text: path.to_owned(), asks: false }
    }

    /// One more part of the path: a code, a digest.
    #[must_use]
    pub(crate) fn part(mut self, part: &str) -> Self {
        self.text.push('/');
        self.text.push_str(&percent_encoded(part).replace('/', "%2F"));
        self
    }

    /// The rest of the path, with its slashes: the key of a cell.
    #[must_use]
    pub(crate) fn rest(mut self, rest: &str) -> Self {
        self.text.push('/');
        self.text.push_str(&percent_encoded(rest));
        self
    }

    /// A name and its value, unless it is empty.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.text.push(if self.asks { '&' } else { '?' });
            self.asks = true;
            self.text.push_str(name);
            self.text.push('=');
            self.text.push_str(&percent_encoded(value));
        }
        self
    }

    /// The same, when there is a value.
    #[must_use]
    pub(crate) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        self.with(name, value.unwrap_or_default())
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_cannot_change_where_an_address_leads() {
        let address = Address::of("/review").part("X/1?a").rest("talks/level.commune").with("q", "a&b=c").with("e", "");
        assert_eq!(address.to_string(), "/review/X%2F1%3Fa/talks/level.commune?q=a%26b%3Dc");
    }
}
