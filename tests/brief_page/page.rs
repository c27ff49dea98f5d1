//! A Markdown page: headings, wrapped text, tables whose columns line up in the source too.

use tenantrisk::units::format_grouped;

/// Longest line of text; table rows may be longer.
const WIDTH: usize = 100;

#[derive(Default)]
pub struct Page(String);

impl Page {
    pub fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        self.0 += &format!("{} {text}\n", "#".repeat(level));
    }

    pub fn text(&mut self, text: &str) {
        self.gap();
        self.wrapped("", "", text);
    }

    pub fn items<T: AsRef<str>>(&mut self, items: &[T]) {
        self.gap();
        for item in items {
            self.wrapped("- ", "  ", item.as_ref());
        }
    }

    pub fn table<const N: usize>(&mut self, header: [&str; N], rows: &[[String; N]]) {
        self.gap();
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([header[column].chars().count(), 3]).max().unwrap()
        };
        let widths: [usize; N] = std::array::from_fn(width);
        let mut line = |cells: [&str; N]| {
            let cells = cells.iter().zip(widths).map(|(cell, width)| format!(" {cell:width$} |"));
            self.0 += &format!("|{}\n", cells.collect::<String>());
        };
        line(header);
        let rules = widths.map(|width| "-".repeat(width));
        line(std::array::from_fn(|column| rules[column].as_str()));
        for row in rows {
            line(std::array::from_fn(|column| row[column].as_str()));
        }
    }

    pub fn comment(&mut self, text: &str) {
        self.gap();
        self.0 += &format!("<!-- {text} -->\n");
    }

    pub fn finish(self) -> String {
        self.0
    }

    fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    fn wrapped(&mut self, first: &str, later: &str, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.0 += &format!("{line}\n");
                line = later.to_owned();
                empty = true;
            }
            line += if empty { "" } else { " " };
            line += word;
            empty = false;
        }
        self.0 += &format!("{line}\n");
    }
}

/// A share in percent: `2,567 %`, `69.7 %`, `-126.1 %`.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    format!("{} %", format_grouped(percent, if percent.abs() >= 1_000.0 { 0 } else { 1 }))
}

/// A whole number.
pub fn count(value: f64) -> String {
    format_grouped(value, 0)
}

/// A factor with two digits: `99`, `9.4`, `1,000`.
pub fn factor(value: f64) -> String {
    if value < 9.95 {
        return format_grouped(value, usize::from((value - value.round()).abs() > 0.05));
    }
    let unit = 10_f64.powf(value.log10().floor() - 1.0);
    format_grouped((value / unit).round() * unit, 0)
}

/// Whether a quoted figure is the computed one: `yes` within two percent, which is rounding.
pub fn reproduced(quoted: f64, computed: f64) -> String {
    let ratio = computed / quoted;
    if (ratio - 1.0).abs() <= 0.02 {
        "yes".to_owned()
    } else if ratio < 0.0 {
        "no: the sign is wrong".to_owned()
    } else if ratio > 1.0 {
        format!("no: {} too low", times(ratio))
    } else {
        format!("no: {} too high", times(1.0 / ratio))
    }
}

/// By how much a figure is out: percent below a factor of one and a half.
fn times(ratio: f64) -> String {
    if ratio < 1.5 { format!("{:.0} %", 100.0 * (ratio - 1.0)) } else { format!("{} times", factor(ratio)) }
}
