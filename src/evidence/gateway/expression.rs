//! Names in templates: what a reference means, as far as its text tells. ARM's functions and HCL's variables are
//! resolved where their value stands in the same document.

use super::super::tree::Node;

/// Where variables and parameters of the document stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'n> {
    /// The document.
    root: &'n Node<'n>,
}

/// Calls inside one another.
const DEPTH: usize = 8;

impl<'n> Scope<'n> {
    pub const fn new(root: &'n Node<'n>) -> Self {
        Self { root }
    }

    /// What the text means; an expression that cannot be resolved stays as it is, so that two of them can be equal.
    pub fn text(&self, node: &Node<'_>) -> Option<String> {
        let text = node.text()?;
        Some(self.resolve(&text, node.literal().is_none(), 0).unwrap_or_else(|| text.trim().to_owned()))
    }

    /// What the text means, if that can be told.
    pub fn known(&self, node: &Node<'_>) -> Option<String> {
        let text = node.text()?;
        let open = node.literal().is_none();
        match self.resolve(&text, open, 0) {
            Some(known) => Some(known),
            None if open || template(&text).is_some() => None,
            None => Some(text.into_owned()),
        }
    }

    /// The value of an expression; `None`: it is none, or cannot be told.
    fn resolve(&self, text: &str, open: bool, depth: usize) -> Option<String> {
        let text = text.trim();
        if depth > DEPTH {
            return None;
        }
        if let Some(inner) = template(text) {
            return self.arm(inner, depth);
        }
        if !open {
            return None;
        }
        let inner = text.strip_prefix("${").and_then(|t| t.strip_suffix('}')).unwrap_or(text);
        // `"${local.name}-be"`: text with parts that are evaluated.
        if let Some(from) = inner.find("${") {
            let to = from + inner[from..].find('}')?;
            let value = self.terraform(inner[from + 2..to].trim(), depth)?;
            let whole = format!("{}{value}{}", &inner[..from], &inner[to + 1..]);
            return if whole.contains("${") { self.resolve(&whole, true, depth + 1) } else { Some(whole) };
        }
        self.terraform(inner, depth)
    }

    fn terraform(&self, name: &str, depth: usize) -> Option<String> {
        let of = |node: &Node<'_>| {
            self.resolve(&node.text()?, node.literal().is_none(), depth + 1).or_else(|| node.literal().map(String::from))
        };
        if let Some(name) = name.strip_prefix("var.") {
            let labelled = |block: &&Node<'_>| block.list("labels").first().and_then(Node::text).is_some_and(|l| l == name);
            return of(self.root.list("variable").iter().find(labelled)?.get("default")?);
        }
        if let Some(name) = name.strip_prefix("local.") {
            return of(self.root.list("locals").iter().find_map(|block| block.get(name))?);
        }
        of(self.root.get("bicepNames")?.get(name)?)
    }

    /// A call, a text in quotes, or nothing that can be told.
    fn arm(&self, text: &str, depth: usize) -> Option<String> {
        let text = text.trim();
        if depth > DEPTH {
            return None;
        }
        if let Some(literal) = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
            return (!literal.contains('\'')).then(|| literal.to_owned());
        }
        let (name, arguments) = call(text)?;
        match name.to_ascii_lowercase().as_str() {
            "concat" => arguments.iter().map(|a| self.arm(a, depth + 1)).collect(),
            "resourceid" => {
                let parts: Option<Vec<String>> = arguments.iter().map(|a| self.arm(a, depth + 1)).collect();
                Some(parts?.join("/"))
            }
            "tolower" => Some(self.arm(arguments.first()?, depth + 1)?.to_lowercase()),
            "format" => {
                let mut text = self.arm(arguments.first()?, depth + 1)?;
                for (n, argument) in arguments.iter().skip(1).enumerate() {
                    let hole = format!("{{{n}}}");
                    if text.contains(&hole) {
                        text = text.replace(&hole, &self.arm(argument, depth + 1)?);
                    }
                }
                Some(text)
            }
            "variables" => {
                let node = self.root.get("variables")?.get(&self.arm(arguments.first()?, depth + 1)?)?;
                self.field(node, depth)
            }
            "parameters" => {
                let node = self.root.get("parameters")?.get(&self.arm(arguments.first()?, depth + 1)?)?;
                self.field(node.get("defaultValue").or_else(|| node.get("value"))?, depth)
            }
            _ => None,
        }
    }

    fn field(&self, node: &Node<'_>, depth: usize) -> Option<String> {
        let text = node.text()?;
        match template(&text) {
            Some(inner) => self.arm(inner, depth + 1),
            None => Some(text.into_owned()),
        }
    }

    /// The name of the thing that a reference means: the last segment of its id, out of an expression too.
    pub fn reference(&self, node: &Node<'_>) -> Option<String> {
        let node = node.get("id").unwrap_or(node);
        let text = node.text()?;
        if let Some(known) = self.known(node) {
            return last_segment(&known);
        }
        // What cannot be resolved as a whole may still end in a name.
        let mut inner = template(&text).unwrap_or_else(|| text.trim()).to_owned();
        for _ in 0..DEPTH {
            let Some((_, arguments)) = call(&inner) else { break };
            let Some(last) = arguments.last() else { break };
            if let Some(value) = self.arm(last, 0) {
                return last_segment(&value);
            }
            inner = (*last).to_owned();
            // `parameters('x')` has its own name as argument.
            if call(&inner).is_some_and(|(_, arguments)| arguments.len() < 2) {
                return Some(inner);
            }
        }
        // `'${gateway.id}/probes/p1'`, `azurerm_x.y.name`.
        last_segment(inner.trim_matches(['\'', '"']))
    }

    /// The name that a thing has, in the form that [`Self::reference`] gives.
    pub fn name(&self, node: &Node<'_>) -> Option<String> {
        let text = self.text(node)?;
        Some(template(&text).map_or(text.clone(), str::to_owned))
    }
}

fn last_segment(path: &str) -> Option<String> {
    let last = path.trim_end_matches('/').rsplit('/').next()?.trim();
    (!last.is_empty()).then(|| last.to_owned())
}

/// What stands inside of the brackets of an ARM expression. `[[` is a bracket.
fn template(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    (!inner.starts_with('[') && inner.contains(['(', '\''])).then_some(inner.trim())
}

/// A function and its arguments.
fn call(text: &str) -> Option<(&str, Vec<&str>)> {
    let text = text.trim();
    let (name, rest) = text.split_once('(')?;
    let inner = rest.strip_suffix(')')?;
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_') {
        return None;
    }
    let mut arguments = Vec::new();
    let (mut from, mut open, mut quoted) = (0, 0_usize, false);
    for (at, b) in inner.bytes().enumerate() {
        match b {
            b'\'' => quoted = !quoted,
            b'(' | b'[' if !quoted => open += 1,
            b')' | b']' if !quoted => open = open.saturating_sub(1),
            b',' if !quoted && open == 0 => {
                arguments.push(inner[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(inner[from..].trim());
    Some((name.trim(), arguments))
}

/// The file that a function of Terraform or Bicep reads: `filebase64("${path.module}/root.cer")`.
pub(super) fn file(text: &str) -> Option<&str> {
    const READERS: &[&str] = &["filebase64", "file", "loadFileAsBase64", "loadTextContent", "filesha1"];
    let text = text.trim().trim_start_matches("${");
    let (name, rest) = text.split_once('(')?;
    if name == "base64encode" {
        return file(rest);
    }
    if !READERS.contains(&name.trim()) {
        return None;
    }
    let quote = rest.find(['"', '\''])?;
    let mark = rest[quote..].chars().next()?;
    let path = rest[quote + 1..].split(mark).next()?;
    Some(path.rsplit('}').next().unwrap_or(path).trim_start_matches('/'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::{braces, hcl};
    use super::*;

    #[test]
    fn references_of_templates_give_the_name_at_their_end() {
        let json = r#"{"parameters": {"g": {"defaultValue": "agw"}, "p": {"type": "string"}},
            "variables": {"n": "root-1", "m": "[concat(variables('n'), '-x')]"},
            "a": "[concat(resourceId('Microsoft.Network/applicationGateways', parameters('g')), '/probes/p1')]",
            "b": "[resourceId('Microsoft.Network/applicationGateways/trustedRootCertificates', parameters('p'), 'NAME')]",
            "c": "[concat(variables('gwId'), '/trustedRootCertificates/', variables('m'))]",
            "d": "[concat(resourceId('x', parameters('p')), '/probes/', parameters('p'))]",
            "e": "/subscriptions/0/probes/Last",
            "f": "[resourceId('T', parameters('p'), parameters('p'))]", "g": "[parameters('p')]"}"#;
        let (root, _) = braces::parse(json, 0);
        let scope = Scope::new(&root);
        let reference = |key: &str| scope.reference(root.get(key).unwrap());
        assert_eq!(reference("a").as_deref(), Some("p1"));
        assert_eq!(reference("b").as_deref(), Some("NAME"));
        assert_eq!(reference("c").as_deref(), Some("root-1-x"));
        assert_eq!(reference("d").as_deref(), Some("parameters('p')"));
        assert_eq!(reference("e").as_deref(), Some("Last"));
        assert_eq!(reference("f"), scope.name(root.get("g").unwrap()));
    }

    #[test]
    fn variables_of_terraform_are_resolved_where_they_stand() {
        let text = "variable \"host\" {\n  default = \"a.example\"\n}\nlocals {\n  pool = \"${var.host}-pool\"\n}\nresource \"x\" \"y\" {\n  a = var.host\n  b = local.pool\n  c = var.unknown\n}\n";
        let (root, _) = hcl::parse(text, 0);
        let scope = Scope::new(&root);
        let block = &root.list("resource")[0];
        assert_eq!(scope.known(block.get("a").unwrap()).as_deref(), Some("a.example"));
        assert_eq!(scope.known(block.get("b").unwrap()).as_deref(), Some("a.example-pool"));
        assert_eq!(scope.known(block.get("c").unwrap()), None);
        assert_eq!(scope.text(block.get("c").unwrap()).as_deref(), Some("var.unknown"));
        assert_eq!(file("filebase64(\"${path.module}/certs/root.cer\")"), Some("certs/root.cer"));
        assert_eq!(file("base64encode(file(\"root.pem\"))"), Some("root.pem"));
    }
}
