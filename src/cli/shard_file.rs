//! The file of one shard, as `docs/shards.md` describes it: head, header, records, digest.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::shard_header::Header;
use crate::{
    engine::{self, BlockError, Columns, Plan},
    scenario::Text,
};

/// How every shard file begins.
const MAGIC: [u8; 8] = *b"TRSHARD\n";
/// Version of the layout of the file.
const FORMAT_VERSION: u32 = 2;
/// Bytes before the header: magic, format version, length of the header.
const HEAD_BYTES: usize = MAGIC.len() + 4 + 4;
/// Bytes of the digest at the end.
const DIGEST_BYTES: usize = 32;
/// Ending of the name of a shard file.
pub(super) const ENDING: &str = "trs";

/// Why a file is no shard, or no whole one.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is no shard file: it does not begin like one")]
    NoShard,
    #[error("it has format version {0}; this tenantrisk reads version {FORMAT_VERSION}")]
    Format(u32),
    #[error("it is torn: it ends too early")]
    Short,
    #[error("it is damaged: its content does not have the SHA-256 at its end")]
    Digest,
    #[error("its header is wrong: {0}")]
    Header(String),
    #[error("it holds a record of the unknown kind {0}")]
    Kind(u8),
    #[error("it holds a record that cannot be read: {0}")]
    Record(String),
    #[error("it holds {found} where {expected} are expected")]
    Content { found: &'static str, expected: &'static str },
    #[error("{0}")]
    Block(#[from] BlockError),
    #[error("it holds {0} bytes more than its records")]
    Long(u64),
}

/// What a shard holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Cells of the robustness matrix, and blocks of runs.
    Runs = 0,
    /// Cells of the robustness matrix, and bins that the runs were summed up in.
    Bins = 1,
    /// Points of a sweep.
    Points = 2,
}

impl Content {
    fn of(byte: u8) -> Result<Content, Broken> {
        let all = [Content::Runs, Content::Bins, Content::Points];
        all.into_iter().find(|one| *one as u8 == byte).ok_or(Broken::Kind(byte))
    }

    fn words(self) -> &'static str {
        match self {
            Content::Runs => "runs",
            Content::Bins => "bins",
            Content::Points => "points of a sweep",
        }
    }
}

/// Everything that passes through, digested.
struct Digested<T> {
    inner: T,
    hasher: Sha256,
}

impl<W: Write> Digested<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.inner.write_all(bytes)
    }
}

/// A shard that is being written.
pub(super) struct Writer<W: Write> {
    to: Digested<BufWriter<W>>,
}

impl<W: Write> Writer<W> {
    /// Writes what stands before the records.
    pub fn new(to: W, header: &Header, content: Content) -> io::Result<Self> {
        let mut to = Digested { inner: BufWriter::new(to), hasher: Sha256::new() };
        let header = serde_json::to_vec(header)?;
        let length = u32::try_from(header.len()).map_err(|_| {
            io::Error::other("the files of the scenario are longer than a shard can hold (4 GiB)")
        })?;
        to.put(&MAGIC)?;
        to.put(&FORMAT_VERSION.to_le_bytes())?;
        to.put(&length.to_le_bytes())?;
        to.put(&header)?;
        to.put(&[content as u8])?;
        Ok(Writer { to })
    }

    /// Writes a record.
    pub fn put<T: Serialize>(&mut self, record: &T) -> io::Result<()> {
        self.put_bytes(&postcard::to_allocvec(record).map_err(io::Error::other)?)
    }

    fn put_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.put(&(bytes.len() as u64).to_le_bytes())?;
        self.to.put(bytes)
    }

    /// Writes the blocks that follow.
    pub fn add(&mut self, blocks: &[Columns]) -> io::Result<()> {
        blocks.iter().try_for_each(|block| self.put_bytes(&engine::encode(block)))
    }

    /// Writes the digest.
    pub fn finish(mut self) -> io::Result<()> {
        self.to.inner.write_all(&self.to.hasher.finalize())?;
        self.to.inner.flush()
    }
}

/// A shard file that was found whole.
#[derive(Debug)]
pub(super) struct ShardFile {
    pub path: PathBuf,
    /// What the file belongs to, without the files of the scenario: [`ShardFile::texts`] gives them.
    pub header: Header,
    /// What it holds.
    pub content: Content,
    /// Where the content is.
    content_at: u64,
    content_bytes: u64,
}

/// What stands before the records of a shard.
struct Head {
    header: Header,
    content: Content,
    /// Position of what it holds, the byte that says what included.
    content_at: u64,
}

impl ShardFile {
    /// Reads the whole file once, checks its digest, and keeps the header.
    pub fn open(path: &Path) -> Result<ShardFile, Broken> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let Head { mut header, content, content_at } = inspect(BufReader::new(file), bytes)?;
        // There may be thousands of shards, and all hold the same.
        header.files = Vec::new();
        let content_bytes = bytes - content_at - DIGEST_BYTES as u64;
        Ok(ShardFile { path: path.to_owned(), header, content, content_at, content_bytes })
    }

    /// The scenario file and the files that it loads.
    pub fn texts(&self) -> Result<Vec<Text>, Broken> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(HEAD_BYTES as u64))?;
        let mut header = Vec::new();
        file.take(self.content_at - HEAD_BYTES as u64).read_to_end(&mut header)?;
        Ok(Header::parse(&header)?.files)
    }

    /// The content as it is in the file.
    fn raw(&self) -> io::Result<io::Take<BufReader<File>>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.content_at))?;
        Ok(BufReader::new(file).take(self.content_bytes))
    }

    /// The records, if they are of this kind.
    pub fn records(&self, expected: Content) -> Result<Records<BufReader<File>>, Broken> {
        if self.content != expected {
            let [found, expected] = [self.content, expected].map(Content::words);
            return Err(Broken::Content { found, expected });
        }
        Records::new(self.raw()?)
    }

    /// SHA-256 of the content.
    pub fn digest_of_content(&self) -> io::Result<[u8; DIGEST_BYTES]> {
        let mut content = Digested { inner: io::sink(), hasher: Sha256::new() };
        pass(&mut self.raw()?, self.content_bytes, &mut content)?;
        Ok(content.hasher.finalize().into())
    }
}

/// What stands before the records of a shard of `bytes` bytes; the digest fits.
fn inspect(mut from: impl Read, bytes: u64) -> Result<Head, Broken> {
    let mut digested = Digested { inner: io::sink(), hasher: Sha256::new() };
    let mut head = [0; HEAD_BYTES];
    let present = HEAD_BYTES.min(usize::try_from(bytes).unwrap_or(HEAD_BYTES));
    read_exactly(&mut from, &mut head[..present])?;
    let [magic @ .., v0, v1, v2, v3, l0, l1, l2, l3] = head;
    let begun = MAGIC.len().min(present);
    if magic[..begun] != MAGIC[..begun] {
        return Err(Broken::NoShard);
    }
    let after_head = bytes.checked_sub((HEAD_BYTES + DIGEST_BYTES) as u64).ok_or(Broken::Short)?;
    let version = u32::from_le_bytes([v0, v1, v2, v3]);
    if version != FORMAT_VERSION {
        return Err(Broken::Format(version));
    }
    let length = u64::from(u32::from_le_bytes([l0, l1, l2, l3]));
    let after_header = after_head.checked_sub(length + 1).ok_or(Broken::Short)?;
    let mut header = Vec::new();
    (&mut from).take(length).read_to_end(&mut header)?;
    let mut content = [0];
    read_exactly(&mut from, &mut content)?;
    digested.put(&head)?;
    digested.put(&header)?;
    digested.put(&content)?;
    pass(&mut from, after_header, &mut digested)?;
    let mut digest = [0; DIGEST_BYTES];
    read_exactly(&mut from, &mut digest)?;
    if digested.hasher.finalize().as_slice() != digest {
        return Err(Broken::Digest);
    }
    let content_at = HEAD_BYTES as u64 + length;
    Ok(Head { header: Header::parse(&header)?, content: Content::of(content[0])?, content_at })
}

/// Reads the records of a shard one after the other.
pub(super) struct Records<R> {
    from: io::Take<R>,
}

impl<R: Read> Records<R> {
    /// Of the content of a file, which begins with its kind.
    fn new(mut from: io::Take<R>) -> Result<Self, Broken> {
        read_exactly(&mut from, &mut [0])?;
        Ok(Records { from })
    }

    /// The next record.
    pub fn get<T: DeserializeOwned>(&mut self) -> Result<T, Broken> {
        let mut bytes = Vec::new();
        self.read(&mut bytes)?;
        let wrong = |text: String| Broken::Record(text);
        match postcard::take_from_bytes(&bytes).map_err(|error| wrong(error.to_string()))? {
            (record, []) => Ok(record),
            (_, rest) => Err(wrong(format!("it has {} bytes too many", rest.len()))),
        }
    }

    fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), Broken> {
        let mut length = [0; 8];
        read_exactly(&mut self.from, &mut length)?;
        let length = u64::from_le_bytes(length);
        if length > self.from.limit() {
            return Err(Broken::Short);
        }
        bytes.clear();
        (&mut self.from).take(length).read_to_end(bytes)?;
        Ok(())
    }

    /// Whether nothing is left.
    pub fn end(&mut self) -> Result<(), Broken> {
        match self.from.limit() {
            0 => Ok(()),
            left => Err(Broken::Long(left)),
        }
    }

    /// The rest: so many blocks of a plan.
    pub fn blocks(self, plan: &Plan, range: Range<u64>) -> Blocks<'_, R> {
        Blocks { records: self, plan, range, bytes: Vec::new(), has_ended: false }
    }
}

/// Reads the blocks of a shard one after the other, and whether nothing is left behind the last.
pub(super) struct Blocks<'a, R> {
    records: Records<R>,
    plan: &'a Plan,
    /// Those that are still to be read.
    range: Range<u64>,
    bytes: Vec<u8>,
    has_ended: bool,
}

impl<R: Read> Blocks<'_, R> {
    fn read(&mut self, block: u64) -> Result<Columns, Broken> {
        self.records.read(&mut self.bytes)?;
        let runs = engine::runs_of_block(self.plan, block);
        Ok(engine::decode(&self.bytes, self.plan, (runs.end - runs.start) as usize)?)
    }
}

impl<R: Read> Iterator for Blocks<'_, R> {
    type Item = Result<Columns, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(block) = self.range.next() {
            return Some(self.read(block));
        }
        let is_over = std::mem::replace(&mut self.has_ended, true);
        if is_over { None } else { self.records.end().err().map(Err) }
    }
}

fn read_exactly(from: &mut impl Read, bytes: &mut [u8]) -> Result<(), Broken> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Broken::Short,
        _ => Broken::Io(error),
    })
}

/// Passes `bytes` bytes through.
fn pass<W: Write>(from: &mut impl Read, bytes: u64, to: &mut Digested<W>) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    let mut left = from.take(bytes);
    loop {
        match left.read(&mut buffer)? {
            0 => return Ok(()),
            read => to.put(&buffer[..read])?,
        }
    }
}

#[cfg(test)]
mod tests;
