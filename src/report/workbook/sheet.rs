//! One sheet in the making.

use std::borrow::Cow;

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError,
    utility::{quote_sheet_name, row_col_to_cell},
};

use crate::{
    decision::{Figure, FigureResult},
    report::words::wrap,
};

/// Most characters that a cell holds.
const MOST_CHARACTERS: usize = 32_767;

/// What stands at the end of a text that a cell cannot hold.
const CUT: &str = " … (cut; whole in findings.json)";

/// Background of header rows.
const HEADER: u32 = 0x00E8_EEF4;

/// Colour of lines below headers and above totals.
const RULE: u32 = 0x0080_8080;

/// Width of a column that nobody chose, in characters.
const DEFAULT_WIDTH: f64 = 8.0;

/// Height of a line in points.
const LINE_HEIGHT: f64 = 15.0;

/// Height of the highest row that spreadsheets allow, in points.
const MOST_HEIGHT: f64 = 409.0;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// US dollars, whole; the cell holds all digits.
    Money,
    /// A fraction as percent.
    Percent,
    /// A count or any other number.
    Count,
    /// A number of any size, as many digits as it needs.
    Plain,
    /// Years, one decimal.
    Years,
    /// A date.
    Date,
}

impl Kind {
    /// The kind of a figure's unit.
    pub fn of(unit: &str) -> Self {
        match unit {
            "usd" => Kind::Money,
            "fraction" | "ratio" => Kind::Percent,
            "years" => Kind::Years,
            _ => Kind::Count,
        }
    }

    fn number_format(self) -> &'static str {
        match self {
            Kind::Money => "$#,##0;-$#,##0",
            Kind::Percent => "0.0%",
            Kind::Count => "#,##0.00",
            Kind::Plain => "General",
            Kind::Years => "0.0",
            Kind::Date => "yyyy-mm-dd",
        }
    }
}

/// A cell with a number: where it is and what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub column: u16,
    /// Its number; what a spreadsheet computes where it is a formula.
    pub value: f64,
}

impl Place {
    /// Its name on its own sheet, for example `C5`.
    pub fn name(self) -> String {
        row_col_to_cell(self.row, self.column)
    }

    /// Its name on other sheets, for example `'Cash flow PV'!C5`.
    pub fn name_from_elsewhere(self, sheet: &str) -> String {
        format!("{}!{}", quote_sheet_name(sheet), self.name())
    }
}

/// A sheet that is written from top to bottom.
pub(super) struct Sheet {
    sheet: Worksheet,
    /// The next row to write.
    pub row: u32,
    bold: bool,
    widths: Vec<f64>,
    /// The row that was made higher last, and how many lines it has.
    heightened: (u32, usize),
}

impl Sheet {
    /// An empty sheet with its column widths in characters, printed across one page, lying.
    pub fn new(name: &str, widths: &[f64]) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_landscape().set_print_fit_to_pages(1, 0);
        for (column, width) in (0_u16..).zip(widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(Sheet { sheet, row: 0, bold: false, widths: widths.to_vec(), heightened: (0, 1) })
    }

    /// Writes the header row. It and the first `columns` columns stay in sight, and it is repeated on every page.
    pub fn header<'a>(
        &mut self,
        headings: impl IntoIterator<Item = &'a str>,
        columns: u16,
    ) -> Result<(), XlsxError> {
        let format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(HEADER)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(RULE);
        for (column, heading) in (0_u16..).zip(headings) {
            self.sheet.write_string_with_format(self.row, column, heading, &format)?;
            self.make_room(column, heading)?;
        }
        self.row += 1;
        self.freeze(columns)?;
        self.sheet.set_repeat_rows(0, self.row - 1)?;
        Ok(())
    }

    /// Keeps what was written so far and the first `columns` columns in sight.
    pub fn freeze(&mut self, columns: u16) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(self.row, columns).map(|_| ())
    }

    /// Lets readers filter the rows below the header row 0 by their columns.
    pub fn filter(&mut self, columns: u16) -> Result<(), XlsxError> {
        if self.row > 1 && columns > 0 {
            self.sheet.autofilter(0, 0, self.row - 1, columns - 1)?;
        }
        Ok(())
    }

    /// Whether the cells to come stand out as totals.
    pub fn set_total(&mut self, is_total: bool) {
        self.bold = is_total;
    }

    /// Writes text, never a formula; an empty text leaves the cell empty.
    pub fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        self.styled_text(column, text, self.format().set_align(FormatAlign::Top))
    }

    /// Writes text that breaks into several lines.
    pub fn wrapped(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        self.styled_text(column, text, self.format().set_text_wrap().set_align(FormatAlign::Top))?;
        self.make_room(column, text)
    }

    /// Makes the row high enough for a text: not every program does when it opens the file.
    fn make_room(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let width = self.widths.get(usize::from(column)).copied().unwrap_or(DEFAULT_WIDTH);
        let lines = wrap(text, (width as usize).saturating_sub(1)).len();
        let most = if self.heightened.0 == self.row { self.heightened.1 } else { 1 };
        if lines > most {
            self.heightened = (self.row, lines);
            self.sheet.set_row_height(self.row, (LINE_HEIGHT * lines as f64).min(MOST_HEIGHT))?;
        }
        Ok(())
    }

    fn styled_text(&mut self, column: u16, text: &str, format: Format) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        // The mark that a spreadsheet itself sets on text typed behind an apostrophe.
        let format = if is_like_a_formula(text) { format.set_quote_prefix() } else { format };
        self.sheet.write_string_with_format(self.row, column, held(text), &format).map(|_| ())
    }

    /// Writes a number; one that is not finite is `n/a`, since a cell cannot hold it.
    pub fn number(&mut self, column: u16, value: f64, kind: Kind) -> Result<Place, XlsxError> {
        let format = self.number_format(kind);
        if value.is_finite() {
            // Adding zero turns -0 into 0.
            self.sheet.write_number_with_format(self.row, column, value + 0.0, &format)?;
        } else {
            self.sheet.write_string_with_format(self.row, column, "n/a", &format)?;
        }
        Ok(Place { row: self.row, column, value })
    }

    /// Writes a formula (without `=`) and what it comes to.
    pub fn formula(&mut self, column: u16, text: &str, value: f64, kind: Kind) -> Result<Place, XlsxError> {
        let format = self.number_format(kind);
        let formula = Formula::new(text).set_result((value + 0.0).to_string());
        self.sheet.write_formula_with_format(self.row, column, formula, &format)?;
        Ok(Place { row: self.row, column, value })
    }

    /// Writes the sum over neighbouring cells, first to last.
    pub fn sum(&mut self, column: u16, cells: &[Place]) -> Result<Place, XlsxError> {
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
            return self.number(column, 0.0, Kind::Money);
        };
        let text = format!("SUM({}:{})", first.name(), last.name());
        self.formula(column, &text, cells.iter().map(|cell| cell.value).sum(), Kind::Money)
    }

    /// Writes what a cell of another sheet holds.
    pub fn link(&mut self, column: u16, sheet: &str, cell: Place) -> Result<Place, XlsxError> {
        self.formula(column, &cell.name_from_elsewhere(sheet), cell.value, Kind::Money)
    }

    /// Writes a figure's value; `n/a` where there is none.
    pub fn figure(&mut self, column: u16, figure: Option<&Figure>) -> Result<(), XlsxError> {
        let Some(figure) = figure else { return Ok(()) };
        let value = match &figure.result {
            FigureResult::Estimate { estimate, .. } => estimate.value,
            FigureResult::NotApplicable { .. } => f64::NAN,
        };
        self.number(column, value, Kind::of(figure.unit)).map(|_| ())
    }

    /// Writes a figure's standard error; nothing where there is none.
    pub fn std_error(&mut self, column: u16, figure: Option<&Figure>) -> Result<(), XlsxError> {
        let Some(figure) = figure else { return Ok(()) };
        let FigureResult::Estimate { estimate, .. } = &figure.result else { return Ok(()) };
        match estimate.std_error {
            Some(error) => self.number(column, error, Kind::of(figure.unit)).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Writes a date.
    pub fn date(&mut self, column: u16, date: &ExcelDateTime) -> Result<(), XlsxError> {
        let format = self.number_format(Kind::Date);
        self.sheet.write_datetime_with_format(self.row, column, date, &format).map(|_| ())
    }

    fn format(&self) -> Format {
        if !self.bold {
            return Format::new();
        }
        Format::new().set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(RULE)
    }

    fn number_format(&self, kind: Kind) -> Format {
        self.format().set_num_format(kind.number_format()).set_align(FormatAlign::Right)
    }

    /// The finished sheet.
    pub fn finish(self) -> Worksheet {
        self.sheet
    }
}

fn is_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// As much of a text as a cell holds, and the word that it was cut.
fn held(text: &str) -> Cow<'_, str> {
    if text.chars().count() <= MOST_CHARACTERS {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().take(MOST_CHARACTERS - CUT.chars().count()).chain(CUT.chars()).collect())
}
