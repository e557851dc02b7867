//! zstd with a dictionary that is part of the program: most of a small value is form, and the form is known beforehand.

use std::cell::RefCell;
use std::sync::LazyLock;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// Bytes of a stored value at most, in clear: some three hundred times a large case. Anything that claims to be more was not
/// written here.
const MOST: usize = 16 << 20;

/// A way of squeezing: a dictionary and a level. What was squeezed opens with the same dictionary only, so a dictionary is
/// never changed; another one comes beside it, with a form of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Squeeze {
    /// Packed cases: written anew with each command, so quickly.
    Case,
    /// JSON of events and plans: kept for ever, so well.
    Text,
}

/// A dictionary, prepared. None: the library would not have it, which the tests would have shown.
struct Prepared {
    into: Option<EncoderDictionary<'static>>,
    from: Option<DecoderDictionary<'static>>,
}

impl Prepared {
    fn new(dictionary: &'static [u8], level: i32) -> Self {
        Self {
            into: EncoderDictionary::try_copy(dictionary, level).ok(),
            from: DecoderDictionary::try_copy(dictionary).ok(),
        }
    }
}

static CASE: LazyLock<Prepared> = LazyLock::new(|| Prepared::new(include_bytes!("case.1.dict"), 3));
static TEXT: LazyLock<Prepared> = LazyLock::new(|| Prepared::new(include_bytes!("text.1.dict"), 9));

type Kept<T> = RefCell<Option<T>>;

// The library's working memory, kept by each thread: to make it costs more than to use it.
thread_local! {
    static INTO_CASE: Kept<Compressor<'static>> = const { RefCell::new(None) };
    static INTO_TEXT: Kept<Compressor<'static>> = const { RefCell::new(None) };
    static FROM_CASE: Kept<Decompressor<'static>> = const { RefCell::new(None) };
    static FROM_TEXT: Kept<Decompressor<'static>> = const { RefCell::new(None) };
}

impl Squeeze {
    fn prepared(self) -> &'static Prepared {
        match self {
            Self::Case => &CASE,
            Self::Text => &TEXT,
        }
    }

    /// Puts the squeezed bytes behind those of `out`. None when there are too many.
    pub(super) fn into(self, clear: &[u8], mut out: Vec<u8>) -> Option<Vec<u8>> {
        if clear.len() > MOST {
            return None;
        }
        let kept = match self {
            Self::Case => &INTO_CASE,
            Self::Text => &INTO_TEXT,
        };
        kept.with_borrow_mut(|kept| {
            if kept.is_none() {
                let mut made = Compressor::with_prepared_dictionary(self.prepared().into.as_ref()?).ok()?;
                // The form tells the dictionary, and the seal around it that no bit has changed.
                made.include_dictid(false).ok()?;
                made.include_checksum(false).ok()?;
                *kept = Some(made);
            }
            out.append(&mut kept.as_mut()?.compress(clear).ok()?);
            Some(out)
        })
    }

    /// What was squeezed. None when it was not squeezed so, or says that it is too much.
    pub(super) fn from(self, squeezed: &[u8]) -> Option<Vec<u8>> {
        // The library takes no bytes for no frames, and gives no bytes for them.
        if squeezed.is_empty() {
            return None;
        }
        let kept = match self {
            Self::Case => &FROM_CASE,
            Self::Text => &FROM_TEXT,
        };
        kept.with_borrow_mut(|kept| {
            if kept.is_none() {
                *kept = Some(Decompressor::with_prepared_dictionary(self.prepared().from.as_ref()?).ok()?);
            }
            kept.as_mut()?.decompress(squeezed, MOST).ok()
        })
    }
}
