//! From SVG text to PNG bytes, with the font that the program carries.

use std::sync::Arc;

use resvg::{tiny_skia, usvg};

use super::ChartError;
use super::canvas::{FAMILY, REGULAR, SEMIBOLD};

/// Pixels of the PNG per logical pixel of the SVG: sharp on a projector and in print.
const SCALE: f32 = 2.0;
/// No side may be longer: beyond this a picture is a mistake, and would only eat memory.
const LONGEST_SIDE: u32 = 16_000;

/// Draws a chart made by this module as a PNG of twice its logical size. Only the font inside the program
/// is used: a character that it lacks, such as a Chinese one, shows as an empty box.
pub fn png(svg: &str) -> Result<Vec<u8>, ChartError> {
    let tree = parse(svg)?;
    let size = tree.size();
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let too_large = ChartError::TooLarge { width, height };
    if width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err(too_large);
    }
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or(too_large)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| ChartError::Encoding(error.to_string()))
}

/// Reads SVG text, with the vendored font as the only one.
pub(super) fn parse(svg: &str) -> Result<usvg::Tree, ChartError> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMIBOLD.to_vec());
    if fonts.len() < 2 {
        return Err(ChartError::Font);
    }
    let options =
        usvg::Options { fontdb: Arc::new(fonts), font_family: FAMILY.to_owned(), ..Default::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| ChartError::Svg(error.to_string()))
}
