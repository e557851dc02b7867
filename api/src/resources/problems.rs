//! The catalogue of refusals: every code with what it means, what to do, and where it comes from.

use crate::http::{Link, PUBLIC_CACHE, Page, PageMeta, Params, RequestContext};
use crate::problem::{Entry, Problem};
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_LANGUAGE, VARY};
use actix_web::{HttpResponse, HttpResponseBuilder, get, web};
use serde::Serialize;
use utoipa::ToSchema;

/// One code of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"code": "NOT_FOUND", "type": "https://sip.example.se/sip/v1/problems/NOT_FOUND", "status": 404,
    "title": "Not found", "text": "What you ask for does not exist, or you have no part in it.",
    "cure": "Check that you have the right case and act under the right assignment.", "source": "LAW OSL 25:1, 26:1",
    "_links": [{"href": "https://sip.example.se/sip/v1/problems/NOT_FOUND", "rel": "self", "method": "GET"}]}))]
pub(super) struct ProblemPage {
    /// Stable code.
    #[schema(max_length = 100)]
    code: &'static str,
    /// `type` of problems with this code.
    #[serde(rename = "type")]
    #[schema(format = "uri", max_length = 2000)]
    type_uri: String,
    /// The HTTP status that it comes with; codes of single fields come in the `errors` of a 400.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Short title.
    #[schema(max_length = 200)]
    title: &'static str,
    /// What is wrong and why.
    #[schema(max_length = 2000)]
    text: &'static str,
    /// What to do.
    #[schema(max_length = 2000)]
    cure: &'static str,
    /// Law, requirement or standard.
    #[schema(max_length = 200)]
    source: &'static str,
    /// Itself.
    #[serde(rename = "_links")]
    #[schema(max_items = 10)]
    links: Vec<Link>,
}

impl ProblemPage {
    fn of(entry: Entry, context: &RequestContext) -> Self {
        let (language, path) = (context.language(), format!("/problems/{}", entry.code()));
        Self {
            code: entry.code(),
            type_uri: context.url(&path),
            status: entry.status().as_u16(),
            title: entry.title(language),
            text: entry.text(language),
            cure: entry.cure(language),
            source: entry.source(),
            links: vec![context.link("self", &Method::GET, &path)],
        }
    }
}

/// A page of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProblemPageList {
    /// The codes.
    #[schema(max_items = 100)]
    items: Vec<ProblemPage>,
    /// Where in the list.
    #[serde(rename = "_meta")]
    meta: PageMeta,
    /// The other pages.
    #[serde(rename = "_links")]
    #[schema(max_items = 5)]
    links: Vec<Link>,
}

/// Every code that a problem can have
///
/// The generic ones first, then the rules of the process in its order. Swedish or English by `Accept-Language`.
#[utoipa::path(tag = "meta", operation_id = "listProblems", security(()), params(Page),
    responses((status = 200, description = "The codes.", body = ProblemPageList)))]
#[get("/problems")]
pub(super) async fn list(context: RequestContext, page: Params<Page>) -> HttpResponse {
    let page = page.0;
    let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(page.limit()).unwrap_or_default();
    let total = u64::try_from(Entry::all().count()).unwrap_or(u64::MAX);
    let items: Vec<_> = Entry::all().skip(skip).take(take).map(|entry| ProblemPage::of(entry, &context)).collect();
    let meta = page.meta(total, items.len());
    answer(&context).json(ProblemPageList { items, meta, links: page.links(&context, "/problems", total) })
}

/// What a code means
///
/// Every problem's `type` leads here. Swedish or English by `Accept-Language`.
#[utoipa::path(tag = "meta", operation_id = "getProblem", security(()),
    params(("code" = String, Path, description = "The code.", example = "NOT_FOUND", max_length = 100)),
    responses((status = 200, description = "The code.", body = ProblemPage)))]
#[get("/problems/{code}")]
pub(super) async fn read(context: RequestContext, code: web::Path<String>) -> Result<HttpResponse, Problem> {
    let entry = Entry::find(&code).ok_or_else(Problem::not_found)?;
    Ok(answer(&context).json(ProblemPage::of(entry, &context)))
}

fn answer(context: &RequestContext) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header(PUBLIC_CACHE)
        .insert_header((CONTENT_LANGUAGE, context.language_tag()))
        .insert_header((VARY, "accept-language, forwarded"));
    answer
}
