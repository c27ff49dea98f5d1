//! Charts inside a page of HTML.

/// The namespace that SVG needs in a file of its own, and not inside HTML.
const NAMESPACE: &str = r#" xmlns="http://www.w3.org/2000/svg""#;

/// A chart inside a page: without its namespace, and with names of its own for what it refers to.
pub(in crate::report) fn inline(name: &str, svg: &str) -> String {
    svg.replacen(NAMESPACE, "", 1)
        .replace(" id=\"", &format!(" id=\"{name}-"))
        .replace("url(#", &format!("url(#{name}-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_charts_do_not_share_names() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="plot"/><g clip-path="url(#plot)"/></svg>"##;
        let inline = inline("saving", svg);
        assert_eq!(inline, r##"<svg><clipPath id="saving-plot"/><g clip-path="url(#saving-plot)"/></svg>"##);
    }
}
