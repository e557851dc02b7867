//! Lists in pages.

use super::{Link, RequestContext};
use crate::problem::{Entry, Generic, Problem};
use actix_web::http::Method;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

const DEFAULT_LIMIT: u32 = 20;

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Validate, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Page, counted from 1.
    #[validate(range(min = 1, max = 1_000_000))]
    #[param(required = false, minimum = 1, maximum = 1_000_000, default = 1, example = 1)]
    page: u32,
    /// Items on a page.
    #[validate(range(min = 1, max = 100))]
    #[param(required = false, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { page: 1, limit: DEFAULT_LIMIT }
    }
}

impl Page {
    /// For queries that have more than the page: both default, and both are checked.
    pub fn new(page: Option<u32>, limit: Option<u32>) -> Result<Self, Problem> {
        let made = Self { page: page.unwrap_or(1), limit: limit.unwrap_or(DEFAULT_LIMIT) };
        let mut wrong = Vec::new();
        if !(1..=1_000_000).contains(&made.page) {
            wrong.push(("?page".to_owned(), Entry::from(Generic::FIELD_RANGE)));
        }
        if !(1..=100).contains(&made.limit) {
            wrong.push(("?limit".to_owned(), Entry::from(Generic::FIELD_RANGE)));
        }
        if wrong.is_empty() { Ok(made) } else { Err(Problem::invalid_fields(wrong)) }
    }

    /// How many items come before this page.
    pub fn offset(&self) -> i64 {
        i64::from(self.page.saturating_sub(1)) * i64::from(self.limit)
    }

    /// How many items a page has at most.
    pub fn limit(&self) -> i64 {
        i64::from(self.limit)
    }

    /// `_meta` of the list: `total` records in all, `count` on this page.
    pub fn meta(&self, total: u64, count: usize) -> PageMeta {
        let count = u32::try_from(count).unwrap_or(self.limit);
        PageMeta { total_records: total, page: self.page, limit: self.limit, count }
    }

    /// `_links` of the list: self, first, prev, next, last. `path` is below the root and may have a query with the
    /// filters, without `page` and `limit`.
    pub fn links(&self, context: &RequestContext, path: &str, total: u64) -> Vec<Link> {
        let last = u32::try_from(total.div_ceil(u64::from(self.limit.max(1)))).unwrap_or(u32::MAX).max(1);
        let joint = if path.contains('?') { '&' } else { '?' };
        let link = |rel: &str, page: u32| {
            let target = format!("{path}{joint}page={page}&limit={}", self.limit);
            context.link(rel, &Method::GET, &target)
        };
        let mut links = vec![link("self", self.page), link("first", 1)];
        if self.page > 1 {
            links.push(link("prev", (self.page - 1).min(last)));
        }
        if self.page < last {
            links.push(link("next", self.page + 1));
        }
        links.push(link("last", last));
        links
    }
}

/// Where in a list one is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"totalRecords": 37, "page": 1, "limit": 20, "count": 20}))]
pub struct PageMeta {
    /// Records in the whole list.
    #[schema(example = 37)]
    pub total_records: u64,
    /// This page, from 1.
    #[schema(example = 1)]
    pub page: u32,
    /// Records on a page at most.
    #[schema(example = 20)]
    pub limit: u32,
    /// Records on this page.
    #[schema(example = 20)]
    pub count: u32,
}
