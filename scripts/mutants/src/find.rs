//! Which small changes a file admits, and how each is put behind a switch without writing any expression twice.

use crate::splice::{Splices, range};
use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Pat, ReturnType, Stmt, Type, UnOp};

/// One change.
pub struct Mutant {
    pub number: u32,
    pub line: usize,
    pub function: String,
    pub change: String,
}

/// What a file has.
pub struct Found {
    pub mutants: Vec<Mutant>,
    pub splices: Splices,
    pub next: u32,
}

/// Every mutant of a file, numbered from `first`.
pub fn mutants(source: &str, first: u32, without: &BTreeSet<u32>) -> syn::Result<Found> {
    let file = syn::parse_file(source)?;
    let mut finder = Finder {
        source,
        without,
        found: Found { mutants: Vec::new(), splices: Splices::default(), next: first },
        functions: Vec::new(),
        types: Vec::new(),
        late: BTreeSet::new(),
    };
    finder.visit_file(&file);
    Ok(finder.found)
}

struct Finder<'a> {
    source: &'a str,
    without: &'a BTreeSet<u32>,
    found: Found,
    functions: Vec<String>,
    types: Vec<String>,
    /// Variables that get their value after their declaration, and need it.
    late: BTreeSet<String>,
}

/// Methods that ask a closure whether something is so.
const ASKING: [&str; 13] = [
    "all",
    "any",
    "filter",
    "find",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "position",
    "retain",
    "rposition",
    "skip_while",
    "take_while",
    "partition",
];

impl Finder<'_> {
    /// The switch of a new mutant; `None` where it is one that does not compile.
    fn switch(&mut self, at: Span, change: String) -> Option<String> {
        let number = self.found.next;
        self.found.next += 1;
        if self.without.contains(&number) {
            return None;
        }
        let function = self.types.iter().chain(&self.functions).cloned().collect::<Vec<_>>().join("::");
        self.found.mutants.push(Mutant { number, line: at.start().line, function, change });
        Some(format!("crate::mutant::on({number})"))
    }

    fn text(&self, span: Span) -> &str {
        &self.source[range(span)]
    }

    /// The source on one line.
    fn short(&self, span: Span) -> String {
        let text = self.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > 90 { text.chars().take(87).chain("...".chars()).collect() } else { text }
    }

    /// A condition that is always so, or never.
    fn forced(&mut self, e: &Expr, always: bool) {
        let word = if always { "true" } else { "false" };
        let change = format!("{} -> {word}", self.short(e.span()));
        if let Some(on) = self.switch(e.span(), change) {
            let after = if always { format!(") || {on})") } else { format!(") && !{on})") };
            self.found.splices.wrap(range(e.span()), "((", after);
        }
    }

    /// Both, where the expression has no change of its own that says more.
    fn condition(&mut self, e: &Expr) {
        if plain(e) {
            self.forced(e, true);
            self.forced(e, false);
        }
    }

    fn binary(&mut self, e: &syn::ExprBinary) {
        let all = e.span();
        match e.op {
            BinOp::And(_) | BinOp::Or(_) => {
                let and = matches!(e.op, BinOp::And(_));
                for side in [&*e.left, &*e.right] {
                    let same = matches!(side, Expr::Binary(b) if matches!(b.op, BinOp::And(_)) == and && logical(b));
                    if !same && !has_let(side) {
                        self.forced(side, and);
                    }
                }
            }
            BinOp::Eq(_) | BinOp::Ne(_) => {
                let to = if matches!(e.op, BinOp::Eq(_)) { "!=" } else { "==" };
                let change = format!("{}: {to}", self.short(all));
                if let Some(on) = self.switch(all, change) {
                    self.found.splices.wrap(range(all), "((", format!(") != {on})"));
                }
            }
            BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let (name, to) = match e.op {
                    BinOp::Lt(_) => ("lt", "<="),
                    BinOp::Le(_) => ("le", "<"),
                    BinOp::Gt(_) => ("gt", ">="),
                    _ => ("ge", ">"),
                };
                let change = format!("{}: {to}", self.short(all));
                let number = self.found.next;
                if self.switch(all, change).is_some() {
                    self.found.splices.wrap(range(all), format!("crate::mutant::{name}({number}, &("), "))");
                    self.found.splices.replace(range(e.left.span()).end..range(e.right.span()).start, "), &(");
                }
            }
            _ => {}
        }
    }

    fn literal(&mut self, e: &syn::ExprLit) {
        let span = e.span();
        match &e.lit {
            Lit::Int(int) => {
                let Ok(value) = int.base10_parse::<u128>() else { return };
                let other = format!("{}{}", value + 1, int.suffix());
                let change = format!("{} -> {other}", self.short(span));
                if let Some(on) = self.switch(span, change) {
                    let own = self.text(span).to_owned();
                    self.found.splices.replace(range(span), format!("(if {on} {{ {other} }} else {{ {own} }})"));
                }
            }
            Lit::Bool(truth) => {
                let change = format!("{} -> {}", truth.value, !truth.value);
                if let Some(on) = self.switch(span, change) {
                    let text = if truth.value { format!("(!{on})") } else { format!("({on})") };
                    self.found.splices.replace(range(span), text);
                }
            }
            _ => {}
        }
    }

    fn arms(&mut self, e: &syn::ExprMatch) {
        let catches = |arm: &syn::Arm| arm.guard.is_none() && catches_all(&arm.pat);
        let last = e.arms.len().saturating_sub(1);
        let open = e.arms.last().is_some_and(catches);
        for arm in &e.arms[..last] {
            let pattern = self.short(arm.pat.span());
            match &arm.guard {
                Some((_, guard)) if !has_let(guard) => {
                    self.forced(guard, true);
                    self.forced(guard, false);
                }
                None if open => {
                    let change = format!("without the arm {pattern}");
                    if let Some(on) = self.switch(arm.pat.span(), change) {
                        self.found.splices.wrap(range(arm.pat.span()), "", format!(" if !{on}"));
                    }
                }
                _ => {}
            }
        }
    }

    /// `matches!(value, A | B if guard)`, one arm an alternative.
    fn matches(&mut self, mac: &syn::Macro) {
        let parsed = mac.parse_body_with(|input: syn::parse::ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pat = Pat::parse_multi_with_leading_vert(input)?;
            let guard: Option<Expr> = if input.peek(syn::Token![if]) {
                input.parse::<syn::Token![if]>()?;
                Some(input.parse()?)
            } else {
                None
            };
            input.parse::<Option<syn::Token![,]>>()?;
            Ok((value, pat, guard))
        });
        let Ok((value, pat, guard)) = parsed else { return };
        let alternatives: Vec<Pat> = match pat {
            Pat::Or(or) => or.cases.into_iter().collect(),
            other => vec![other],
        };
        let mut arms = String::new();
        for alternative in &alternatives {
            let text = self.text(alternative.span()).to_owned();
            let change = format!("{} without {}", self.short(mac.span()), self.short(alternative.span()));
            let mut conditions: Vec<String> = guard.iter().map(|g| format!("({})", self.text(g.span()))).collect();
            conditions.extend(self.switch(alternative.span(), change).map(|on| format!("!{on}")));
            let asked = if conditions.is_empty() { String::new() } else { format!(" if {}", conditions.join(" && ")) };
            arms += &format!("{text}{asked} => true, ");
        }
        let always =
            guard.as_ref().and_then(|g| self.switch(g.span(), format!("{} without its condition", self.short(mac.span()))));
        if let Some(on) = always {
            let all: Vec<String> = alternatives.iter().map(|a| self.text(a.span()).to_owned()).collect();
            arms += &format!("{} if {on} => true, ", all.join(" | "));
        }
        // Lines stay where they are.
        let own = self.text(mac.span());
        let missing = own.matches('\n').count();
        let text = format!("(match {} {{ {arms}_ => false }})", self.text(value.span()));
        let text = text.replace('\n', " ") + &"\n".repeat(missing);
        self.found.splices.replace(range(mac.span()), text);
    }

    fn body(&mut self, output: &ReturnType, block: &syn::Block) {
        if block.stmts.is_empty() {
            return;
        }
        let values: &[&str] = match output {
            ReturnType::Default => &[""],
            ReturnType::Type(_, kind) => returned(kind),
        };
        let at = range(block.brace_token.span.open()).end;
        for value in values {
            let change = if value.is_empty() { "does nothing".to_owned() } else { format!("returns {value}") };
            if let Some(on) = self.switch(block.span(), change) {
                self.found.splices.wrap(at..at, format!(" if {on} {{ return {value}; }}"), "");
            }
        }
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        if signature.constness.is_some() {
            return;
        }
        self.functions.push(signature.ident.to_string());
        self.body(&signature.output, block);
        self.visit_block(block);
        self.functions.pop();
    }
}

/// What a function may return in place of what it finds.
fn returned(kind: &Type) -> &'static [&'static str] {
    match kind {
        Type::Path(path) => match path.path.segments.last().map(|s| s.ident.to_string()).as_deref() {
            Some("bool") => &["true", "false"],
            Some("Option") => &["None"],
            Some("Vec") => &["Vec::new()"],
            Some("String") => &["String::new()"],
            Some("u8" | "u16" | "u32" | "u64" | "usize" | "i64") => &["0", "1"],
            _ => &[],
        },
        Type::Tuple(tuple) if tuple.elems.is_empty() => &[""],
        Type::Reference(reference) if matches!(&*reference.elem, Type::Slice(_)) && reference.mutability.is_none() => &["&[]"],
        _ => &[],
    }
}

/// `_`, or a name; a name in capitals is a constant or a variant.
fn catches_all(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Ident(i) => i.subpat.is_none() && i.ident.to_string().starts_with(|c: char| c.is_lowercase()),
        _ => false,
    }
}

fn logical(b: &syn::ExprBinary) -> bool {
    matches!(b.op, BinOp::And(_) | BinOp::Or(_))
}

fn has_let(e: &Expr) -> bool {
    match e {
        Expr::Let(_) => true,
        Expr::Binary(b) if logical(b) => has_let(&b.left) || has_let(&b.right),
        _ => false,
    }
}

/// No change is made inside that would do the same.
fn plain(e: &Expr) -> bool {
    match e {
        Expr::Binary(b) => !matches!(
            b.op,
            BinOp::And(_)
                | BinOp::Or(_)
                | BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
        ),
        Expr::Paren(p) => plain(&p.expr),
        Expr::Macro(_) | Expr::Let(_) | Expr::Lit(_) | Expr::Block(_) | Expr::If(_) | Expr::Match(_) => false,
        Expr::Unary(u) => !matches!(u.op, UnOp::Not(_)),
        _ => true,
    }
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") && a.parse_args::<syn::Ident>().is_ok_and(|i| i == "test"))
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr(&mut self, e: &'ast Expr) {
        match e {
            Expr::Binary(b) => self.binary(b),
            Expr::Unary(u) if matches!(u.op, UnOp::Not(_)) => {
                let change = format!("{}: without !", self.short(e.span()));
                if let Some(on) = self.switch(e.span(), change) {
                    let (start, inner) = (range(e.span()), range(u.expr.span()));
                    self.found.splices.wrap(start.clone(), "", ")");
                    self.found.splices.replace(start.start..inner.start, format!("crate::mutant::not({on}, "));
                }
            }
            Expr::Lit(lit) => return self.literal(lit),
            Expr::If(i) if !has_let(&i.cond) => self.condition(&i.cond),
            Expr::While(w) if !has_let(&w.cond) && plain(&w.cond) => self.forced(&w.cond, false),
            Expr::Match(m) => self.arms(m),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                if ASKING.contains(&name.as_str())
                    && let Some(Expr::Closure(closure)) = call.args.first()
                {
                    self.condition(&closure.body);
                }
                // Of other types' methods of this name no other is given a closure.
                if name == "then" && matches!(call.args.first(), Some(Expr::Closure(_))) {
                    self.condition(&call.receiver);
                }
            }
            Expr::Macro(m) if m.mac.path.is_ident("matches") => return self.matches(&m.mac),
            // Constant, or a table whose values say nothing one by one.
            Expr::Const(_) => return,
            Expr::Repeat(r) => return self.visit_expr(&r.expr),
            Expr::Array(a) if a.elems.len() > 3 && a.elems.iter().all(|e| matches!(e, Expr::Lit(_))) => return,
            _ => {}
        }
        visit::visit_expr(self, e);
    }

    fn visit_local(&mut self, l: &'ast syn::Local) {
        if l.init.is_none() {
            self.late.insert(self.text(l.pat.span()).to_owned());
        }
        visit::visit_local(self, l);
    }

    fn visit_stmt(&mut self, s: &'ast Stmt) {
        if let Stmt::Expr(e, Some(_)) = s {
            let acts = match e {
                Expr::MethodCall(_) | Expr::Call(_) | Expr::Try(_) => true,
                Expr::Assign(a) => !self.late.contains(self.text(a.left.span())),
                Expr::Binary(b) => {
                    matches!(
                        b.op,
                        BinOp::AddAssign(_)
                            | BinOp::SubAssign(_)
                            | BinOp::BitOrAssign(_)
                            | BinOp::BitAndAssign(_)
                            | BinOp::ShlAssign(_)
                            | BinOp::ShrAssign(_)
                    )
                }
                _ => false,
            };
            if acts {
                let change = format!("without {}", self.short(s.span()));
                if let Some(on) = self.switch(s.span(), change) {
                    self.found.splices.wrap(range(s.span()), format!("if !{on} {{ "), " }");
                }
            }
        }
        visit::visit_stmt(self, s);
    }

    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        if !for_tests(&f.attrs) {
            self.function(&f.sig, &f.block);
        }
    }

    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        if !for_tests(&f.attrs) {
            self.function(&f.sig, &f.block);
        }
    }

    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        if let Some(block) = &f.default {
            self.function(&f.sig, block);
        }
    }

    fn visit_item_impl(&mut self, i: &'ast syn::ItemImpl) {
        if !for_tests(&i.attrs) {
            let name = match &*i.self_ty {
                Type::Path(p) => p.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default(),
                _ => String::new(),
            };
            self.types.push(name);
            visit::visit_item_impl(self, i);
            self.types.pop();
        }
    }

    fn visit_item_mod(&mut self, m: &'ast syn::ItemMod) {
        if !for_tests(&m.attrs) {
            visit::visit_item_mod(self, m);
        }
    }

    // Constants cannot ask at run time; patterns, types and attributes have no value of their own.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_item_enum(&mut self, _: &'ast syn::ItemEnum) {}
    fn visit_item_macro(&mut self, _: &'ast syn::ItemMacro) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_trait_item_const(&mut self, _: &'ast syn::TraitItemConst) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast Type) {}
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}
}
