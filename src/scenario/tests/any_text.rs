//! No text whatsoever makes reading or reporting panic.

use proptest::prelude::*;

use super::*;

/// Pieces that scenario files are made of, whole and broken.
const PIECES: [&str; 40] = [
    "run",
    "trials",
    "tier",
    "a",
    "control",
    "name",
    ".",
    "=",
    " = ",
    "\n",
    "\r\n",
    "\r",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\u00",
    "#",
    "1",
    "-",
    "_",
    "1e9",
    "inf",
    "nan",
    "0x",
    "2027-02-30",
    "2027-01-02T03:04:05",
    "true",
    "é日",
    "\u{feff}",
    "\t",
    "\u{0}\u{1b}[31m",
    "\u{301}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_text_panics(text in "\\PC*|(?s).{0,60}", width in proptest::option::of(0usize..200)) {
        let d = read(&text);
        d.render("x.toml", &text, width.is_some(), width);
    }

    #[test]
    fn no_broken_toml_panics(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60),
        width in proptest::option::of(0usize..200),
    ) {
        let text = pieces.concat();
        let d = read(&text);
        let shown = d.render("x.toml", &text, false, width);
        prop_assert_eq!(shown.is_empty(), d.errors().is_empty());
        prop_assert!(!shown.contains('\x1b'));
    }

    #[test]
    fn no_span_panics(text in "[a-c日é\r\n]{0,12}", start in 0usize..40, end in 0usize..40) {
        let mut d = Diagnostics::new();
        d.push(Diagnostic::error(start..end, "k", "m").accepting("a b c").noting("n"));
        d.render("x.toml", &text, false, Some(start));
    }
}

#[test]
fn depth_and_size_do_not_panic() {
    for text in
        ["[".repeat(50_000), "a = ".to_owned() + &"[".repeat(50_000), "a.".repeat(2_000_000) + "b = 1"]
    {
        read(&text).render("x.toml", &text, false, None);
    }
    let many: String = (0..20_000).map(|index| format!("key{index} = 1\n")).collect();
    assert!(rendered(&many).ends_with("20001 errors in x.toml (19801 not shown)\n"));
}
