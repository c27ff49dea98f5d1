//! From SVG text to PNG bytes, with the font that the program carries.

use std::sync::{Arc, OnceLock};

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
    encoded(&pixels).map_err(|error| ChartError::Encoding(error.to_string()))
}

/// As a PNG. Charts are flat colours, which the quickest packing without filters keeps small: it takes an eighth of the
/// time of the usual one and about twice the space. Without transparency where there is none.
fn encoded(pixels: &tiny_skia::Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let all = pixels.pixels();
    let is_opaque = all.iter().all(|pixel| pixel.is_opaque());
    let color = if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba };
    let mut bytes = Vec::with_capacity(4 * all.len());
    for pixel in all {
        if is_opaque {
            bytes.extend_from_slice(&[pixel.red(), pixel.green(), pixel.blue()]);
        } else {
            let plain = pixel.demultiply();
            bytes.extend_from_slice(&[plain.red(), plain.green(), plain.blue(), plain.alpha()]);
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&bytes)?;
    writer.finish()?;
    Ok(file)
}

/// Reads SVG text, with the vendored font as the only one.
pub(super) fn parse(svg: &str) -> Result<usvg::Tree, ChartError> {
    let fonts = fonts();
    if fonts.len() < 2 {
        return Err(ChartError::Font);
    }
    let options = usvg::Options { fontdb: fonts, font_family: FAMILY.to_owned(), ..Default::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| ChartError::Svg(error.to_string()))
}

/// The vendored fonts, read once.
fn fonts() -> Arc<usvg::fontdb::Database> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let read = || {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(SEMIBOLD.to_vec());
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(read))
}
