//! Which methods a path has: 405 with `Allow` instead of the framework's 404, and an answer to `OPTIONS`.
//!
//! Made from the document, which is made from the registered handlers; there is no second list.

use crate::problem::{Generic, Problem, allow};
use actix_web::dev::ResourceDef;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::{OpenApi, PathItem};

/// Paths and their methods.
#[derive(Debug)]
pub(crate) struct Routes(Vec<(ResourceDef, Vec<Method>)>);

impl Routes {
    /// The routes of `document`, and those of `others`, which only have GET.
    pub(crate) fn of(document: &OpenApi, others: &[&str]) -> Self {
        let mut routes: Vec<_> =
            document.paths.paths.iter().map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect();
        routes.extend(others.iter().map(|path| (ResourceDef::new(*path), with_implied(vec![Method::GET]))));
        Self(routes)
    }

    fn methods(&self, path: &str) -> Vec<Method> {
        let fitting = self.0.iter().filter(|(pattern, _)| pattern.is_match(path));
        let mut found: Vec<Method> = Vec::new();
        for method in fitting.flat_map(|(_, methods)| methods) {
            if !found.contains(method) {
                found.push(method.clone());
            }
        }
        found
    }
}

fn methods(item: &PathItem) -> Vec<Method> {
    let known = [
        (&item.get, Method::GET),
        (&item.post, Method::POST),
        (&item.put, Method::PUT),
        (&item.patch, Method::PATCH),
        (&item.delete, Method::DELETE),
    ];
    with_implied(known.into_iter().filter(|(operation, _)| operation.is_some()).map(|(_, method)| method).collect())
}

fn with_implied(mut methods: Vec<Method>) -> Vec<Method> {
    if methods.contains(&Method::GET) {
        methods.push(Method::HEAD);
    }
    methods.push(Method::OPTIONS);
    methods
}

/// Answers whatever no handler took.
pub(crate) async fn fallback(req: HttpRequest, routes: web::Data<Routes>) -> Result<HttpResponse, Problem> {
    let methods = routes.methods(req.path());
    if methods.is_empty() {
        Err(Problem::not_found())
    } else if req.method() == Method::OPTIONS {
        Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow(&methods))).finish())
    } else {
        Err(Problem::of(Generic::METHOD_NOT_ALLOWED).with_methods(methods))
    }
}
