package render

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
)

// attr is what the markup says of a run of words.
type attr uint8

const (
	emph attr = 1 << iota
	strong
	strike
	code
	picture
	tool  // an instruction to a site generator: drawn dim
	aside // not the author's words: an address, a label; drawn dim, maps to nothing
)

// A run is a stretch of words of one kind. Its text is decoded and harmless;
// its only control character is the newline, which ends a line.
type run struct {
	text string
	link *Link
	attr attr
}

// Bounds on one leaf. Beyond them the words are drawn without styles.
const (
	maxRuns   = 4000
	maxDepth  = 200
	maxStyled = 64 << 10 // bytes
)

// words collects the runs of inline nodes.
type words struct {
	brief  *brief.Brief
	source []byte
	runs   []run
	over   bool // a bound was passed: the runs are not complete
}

// gather turns the inline children of n into runs, white space folded.
// It reports false where the leaf is too large or too deep. The nodes are of b,
// whose passages links may lead to.
func gather(b *brief.Brief, n ast.Node, source []byte) ([]run, bool) {
	w := &words{brief: b, source: source}
	w.children(n, run{}, 0)
	return fold(w.runs), !w.over
}

// add appends text in the manner of like, made harmless here, after decoding.
func (w *words) add(text string, like run) {
	if text == "" || w.over {
		return
	}
	if len(w.runs) >= maxRuns {
		w.over = true
		return
	}
	like.text = text
	if text != "\n" && text != " " {
		like.text = flat(inert.Text(text))
	}
	w.runs = append(w.runs, like)
}

// flat puts text on one line.
func flat(s string) string {
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
}

func (w *words) children(n ast.Node, like run, depth int) {
	if depth > maxDepth {
		w.over = true
		return
	}
	for c := n.FirstChild(); c != nil && !w.over; c = c.NextSibling() {
		w.node(c, like, depth+1)
	}
}

func (w *words) node(n ast.Node, like run, depth int) {
	switch n := n.(type) {
	case *ast.Text:
		w.text(n, like)
	case *ast.String:
		w.add(string(n.Value), like)
	case *ast.Emphasis:
		if n.Level > 1 {
			like.attr |= strong
		} else {
			like.attr |= emph
		}
		w.children(n, like, depth)
	case *extast.Strikethrough:
		like.attr |= strike
		w.children(n, like, depth)
	case *ast.CodeSpan:
		like.attr |= code
		w.children(n, like, depth)
	case *ast.Link:
		w.link(n, like, depth)
	case *ast.AutoLink:
		like.link, _ = live(autoAddress(n, w.source))
		w.add(string(n.Label(w.source)), like)
	case *ast.Image:
		w.image(n, like, depth)
	case *ast.RawHTML:
		w.tag(n)
	case *brief.Alert:
		like.attr |= strong
		w.add(n.Words, like)
		w.add("\n", run{})
	case *brief.NameLink:
		if like.link == nil {
			like.link = w.named(n)
		}
		w.children(n, like, depth)
	case *brief.Reference:
		if to, ok := w.brief.Note(n.Label); ok {
			like.link = &Link{Here: true, Passage: to}
		}
		w.children(n, like, depth)
	case *brief.Shortcode:
		w.shortcode(n, like)
	default:
		w.children(n, like, depth)
	}
}

func (w *words) text(n *ast.Text, like run) {
	value := n.Segment.Value(w.source)
	if n.IsRaw() {
		w.add(string(value), like)
	} else {
		w.add(decode(value), like)
	}
	if n.HardLineBreak() {
		w.add("\n", run{})
	} else if n.SoftLineBreak() {
		w.add(" ", like)
	}
}

func (w *words) link(n *ast.Link, like run, depth int) {
	address := decode(n.Destination)
	link, ok := live(address)
	if !ok {
		w.inner(n, address, like, depth)
		return
	}
	like.link = link
	from := len(w.runs)
	w.children(n, like, depth)
	var shown strings.Builder
	for _, r := range w.runs[from:] {
		if r.attr&aside == 0 || r.attr&picture != 0 {
			shown.WriteString(r.text)
		}
	}
	if w.wordless(from) {
		w.address(address, like)
	} else if note := disclose(shown.String(), link); note != "" {
		like.attr = aside
		w.add(note, like)
	}
}

// inner draws a link to an address that no browser opens: a place in the same
// brief, or another document.
func (w *words) inner(n *ast.Link, address string, like run, depth int) {
	from := len(w.runs)
	if name, here := strings.CutPrefix(address, "#"); here {
		if to, ok := w.brief.Fragment(name); ok {
			like.link = &Link{Here: true, Passage: to}
		}
	} else if ref := neighbour(address); ref != "" {
		like.link = &Link{Ref: ref}
	}
	w.children(n, like, depth)
	if like.link != nil && like.link.Ref != "" && w.wordless(from) {
		w.address(address, like)
	}
}

// named is where a link by name leads; nil where nothing can have that name.
func (w *words) named(n *brief.NameLink) *Link {
	name := decode(n.Name(w.source))
	if place, here := strings.CutPrefix(name, "#"); here {
		if to, ok := w.brief.Fragment(strings.ReplaceAll(place, " ", "-")); ok {
			return &Link{Here: true, Passage: to}
		}
		return nil
	}
	if name = inert.Line(name); name == "" || len(name) > maxRef {
		return nil
	}
	return &Link{Ref: name, Named: true}
}

// maxRef is the most bytes of Link.Ref.
const maxRef = 1024

// schemed is an address with a scheme, or one of a machine.
var schemed = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})`)

// neighbour is the address of another document as Link.Ref has it; "" where it
// is none.
func neighbour(address string) string {
	if schemed.MatchString(address) || strings.Contains(address, "{{") { // the latter for a site generator to fill in
		return ""
	}
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	address = inert.Line(address)
	if len(address) > maxRef || schemed.MatchString(address) || strings.HasPrefix(address, "#") {
		return ""
	}
	return address
}

// wordless tells whether the runs from one on have nothing but white space.
func (w *words) wordless(from int) bool {
	for _, r := range w.runs[from:] {
		if strings.TrimSpace(r.text) != "" {
			return false
		}
	}
	return true
}

// address stands for a link or an image without words: its last part, which
// is what the passage's text has for it, after where that is to be found.
func (w *words) address(address string, like run) {
	address = strings.TrimRight(address, "/")
	last := address[strings.LastIndexByte(address, '/')+1:]
	before := like
	before.attr = aside
	if lead, ok := strings.CutSuffix(compact(address), last); ok {
		w.add(lead, before)
	}
	w.add(last, like)
}

// image draws a picture by its alternative text and its address.
func (w *words) image(n *ast.Image, like run, depth int) {
	address := decode(n.Destination)
	if link, ok := live(address); ok && like.link == nil { // else what it stands in leads elsewhere
		like.link = link
	}
	label := like
	label.attr = aside
	like.attr |= picture
	w.add("[image: ", label)
	from := len(w.runs)
	w.children(n, like, depth)
	if w.wordless(from) {
		w.address(address, like)
	} else if short := compact(address); short != "" {
		w.add(" · "+short, label)
	}
	w.add("]", label)
}

// shortcode draws what is read of an instruction to a site generator, and its
// name before it.
func (w *words) shortcode(n *brief.Shortcode, like run) {
	if !n.HasChildren() {
		return
	}
	label := like
	label.attr = aside
	like.attr |= picture
	switch {
	case n.Aside:
		like.attr |= tool
		w.add("[", label)
	case n.Picture:
		w.add("[image: ", label)
	default:
		w.add("["+n.Name+": ", label)
	}
	if link, ok := live(decode([]byte(n.Address))); ok {
		like.link = link
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c != n.FirstChild() {
			w.add(" · ", label)
		}
		w.node(c, like, 0)
	}
	w.add("]", label)
}

// tag draws the white space that a tag makes: a line break of its own, or the
// end of a line or a cell.
func (w *words) tag(n *ast.RawHTML) {
	switch brief.Break(n, w.source) {
	case '\n':
		last := len(w.runs) - 1
		if breaks(n, w.source) || last >= 0 && w.runs[last].text != "\n" {
			w.add("\n", run{})
		}
	case ' ':
		w.add(" ", run{})
	}
}

// breaks tells whether a tag is a line break.
func breaks(n *ast.RawHTML, source []byte) bool {
	seg := n.Segments.At(0)
	v := seg.Value(source)
	return len(v) > 3 && bytes.EqualFold(v[:3], []byte("<br"))
}

// live gives the link for an address that may be opened, and false for any other.
func live(address string) (*Link, bool) {
	u, ok := inert.URL(address)
	if !ok || !strings.Contains(u, ":") {
		return nil, false
	}
	return &Link{URL: u}, true
}

func autoAddress(n *ast.AutoLink, source []byte) string {
	u := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(u), "mailto:") {
		u = "mailto:" + u
	}
	return u
}

// host is the machine an address leads to, or the mailbox.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if u.Scheme == "mailto" {
		return u.Opaque
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// disclose gives what to draw after a link's words so that nobody is led
// astray: the true host where the words look like the address of another.
func disclose(shown string, link *Link) string {
	if !strings.ContainsAny(shown, ".@。．") && !strings.Contains(shown, "//") {
		return ""
	}
	h := host(link.URL)
	for _, word := range strings.FieldsFunc(shown, func(r rune) bool { return strings.ContainsRune(" ()<>[]{}\"',;\n", r) }) {
		if n := hostIn(word); n != "" && n != h {
			return " (" + h + ")"
		}
	}
	return ""
}

// hostIn is the host a word seems to name, "" where it does not look like an
// address: it has a scheme, or an @, or it starts like a name with a dot inside.
func hostIn(word string) string {
	w := strings.ToLower(word)
	_, rest, scheme := strings.Cut(w, "://")
	if scheme {
		w = rest
	}
	if i := strings.IndexAny(w, "/?#"); i >= 0 {
		w, scheme = w[:i], true
	}
	w = strings.TrimPrefix(w, "mailto:")
	if strings.Contains(w, "@") {
		return w
	}
	w, _, _ = strings.Cut(w, ":")
	w = strings.TrimPrefix(strings.TrimRight(w, "."), "www.")
	dot := strings.LastIndexAny(w, ".。．")
	if dot <= 0 {
		return ""
	}
	_, size := utf8.DecodeRuneInString(w[dot:])
	last := w[dot+size:]
	if !scheme && (utf8.RuneCountInString(last) < 2 || strings.ContainsFunc(last, notLetter)) {
		return ""
	}
	return w
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// compact is an address as short as it can be told apart by: at most some 40
// bytes, its host always whole.
func compact(address string) string {
	const most = 40
	a := inert.Line(address)
	a = strings.TrimPrefix(strings.TrimPrefix(a, "https://"), "http://")
	a = strings.TrimPrefix(strings.TrimPrefix(a, "mailto:"), "www.")
	a = strings.TrimSuffix(a, "/")
	if len(a) <= most {
		return a
	}
	first, path, _ := strings.Cut(a, "/")
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		path = path[i+1:]
	}
	path, _, _ = strings.Cut(path, "?")
	if path == "" || len(first)+len(path) > 2*most {
		return first + "/…"
	}
	return first + "/…/" + path
}

// decode resolves backslash escapes and character references in one pass, as
// CommonMark 0.31 (sections 2.4 and 2.5) has them.
func decode(src []byte) string {
	if bytes.IndexByte(src, '\\') < 0 && bytes.IndexByte(src, '&') < 0 {
		return string(src)
	}
	var sb strings.Builder
	for i := 0; i < len(src); {
		switch {
		case src[i] == '\\' && i+1 < len(src) && util.IsPunct(src[i+1]):
			sb.WriteByte(src[i+1])
			i += 2
			continue
		case src[i] == '&':
			if s, n := reference(src[i:]); n > 0 {
				sb.WriteString(s)
				i += n
				continue
			}
		}
		sb.WriteByte(src[i])
		i++
	}
	return sb.String()
}

// reference reads a character reference at the start of src; n is its length
// in bytes, 0 where it is none.
func reference(src []byte) (s string, n int) {
	const longest = 40
	end := bytes.IndexByte(src[:min(len(src), longest)], ';')
	if end < 2 {
		return "", 0
	}
	name := string(src[1:end])
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "", 0
	}
	base, digits := 10, name[1:]
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		base, digits = 16, digits[1:]
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > 7 {
		return "", 0
	}
	if v == 0 || v > utf8.MaxRune || !utf8.ValidRune(rune(v)) {
		v = utf8.RuneError
	}
	return string(rune(v)), end + 1
}

// fold makes every run of white space one space, and drops it at the ends of
// lines.
func fold(runs []run) []run {
	atStart := true
	out := runs[:0]
	for _, r := range runs {
		r.text = foldText(r.text, &atStart)
		if r.text != "" {
			out = append(out, r)
		}
	}
	return trimEnd(out)
}

// foldText folds one run; atStart tells whether the text so far ends in space.
func foldText(s string, atStart *bool) string {
	if !*atStart && !strings.Contains(s, "  ") && !strings.Contains(s, "\n") {
		*atStart = strings.HasSuffix(s, " ")
		return s
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && *atStart {
			continue
		}
		*atStart = s[i] == ' ' || s[i] == '\n'
		sb.WriteByte(s[i])
	}
	return sb.String()
}

// trimEnd drops spaces and line ends after the last word.
func trimEnd(runs []run) []run {
	for len(runs) > 0 {
		last := &runs[len(runs)-1]
		last.text = strings.TrimRight(last.text, " \n")
		if last.text != "" {
			break
		}
		runs = runs[:len(runs)-1]
	}
	return runs
}
