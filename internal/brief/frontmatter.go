package brief

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"

	"broadsheet/internal/inert"
)

const (
	maxFront   = 64 << 10 // bytes of front matter that are read
	maxSkipped = 4 << 20  // bytes in which its end is looked for
	maxNesting = 16       // how deep its values may be nested
)

var (
	pairLine    = regexp.MustCompile(`^["']?([A-Za-z][A-Za-z0-9_ -]{0,40}?)["']?[ \t]*:(?:[ \t]+(.*))?$`)
	tomlLine    = regexp.MustCompile(`^["']?([A-Za-z][A-Za-z0-9_-]{0,40})["']?[ \t]*=[ \t]*(.*)$`)
	itemLine    = regexp.MustCompile(`^[ \t]*-[ \t]+(.+)$`)
	yamlTrouble = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)
)

// A value is one of front matter: a text, a list or a table.
type value struct {
	text  string
	list  []value
	table map[string]value
}

// A fields is front matter by folded key.
type fields map[string]value

// set keeps v under key unless something stands there.
func (f fields) set(key string, v value) {
	key = foldKey(key)
	if _, ok := f[key]; !ok {
		f[key] = v
	}
}

// foldKey makes keys that differ only in case or in "-", "_" and " " equal.
func foldKey(key string) string {
	key = strings.ToLower(strings.TrimSpace(key))
	return strings.ReplaceAll(strings.ReplaceAll(key, "-", "_"), " ", "_")
}

// frontMatter reads the fields at the top of the document and moves the start
// of Body behind them.
func (b *Brief) frontMatter() fields {
	for lines := 0; lines < 16; lines++ { // blank lines may stand before it
		end := lineEnd(b.Raw, b.Body.Start)
		if end == len(b.Raw) || len(bytes.TrimSpace(b.Raw[b.Body.Start:end])) > 0 {
			break
		}
		b.Body.Start = lineBreakEnd(b.Raw, end)
	}
	body := b.Raw[b.Body.Start:]
	end := lineEnd(body, 0)
	var f fields
	n := 0
	switch fence := string(bytes.TrimRight(body[:end], " \t")); {
	case fence == "---":
		f, n = b.fenced(body, []string{"---", "..."}, b.readYAML, pairLine)
	case fence == "+++":
		f, n = b.fenced(body, []string{"+++"}, b.readTOML, tomlLine)
	default:
		f, n = headerLines(body)
	}
	b.Body.Start += n
	return f
}

// fenced reads front matter between two lines of dashes or pluses, and gives
// its length with them; 0 where the document only begins with a rule.
func (b *Brief) fenced(body []byte, closing []string, read func([]byte) (fields, error), pair *regexp.Regexp) (fields, int) {
	start := lineBreakEnd(body, 0)
	if !beginsWithPair(body[start:min(len(body), start+maxFront)], closing, pair) {
		return nil, 0
	}
	for i := start; i < len(body) && i-start <= maxSkipped; {
		end := lineEnd(body, i)
		line := string(bytes.TrimRight(body[i:min(end, i+8)], " \t"))
		for _, c := range closing {
			if line == c {
				return b.readFront(unixLines(body[start:i]), read, pair), lineBreakEnd(body, end)
			}
		}
		i = lineBreakEnd(body, end)
	}
	return b.unclosed(body, start, pair)
}

// readFront reads what stands between the fences: line by line where read
// cannot, or where it is too long.
func (b *Brief) readFront(content []byte, read func([]byte) (fields, error), pair *regexp.Regexp) fields {
	if len(content) > maxFront {
		b.note("front matter, line %d: it is longer than %d KB; only its beginning is read", b.frontLine(1), maxFront>>10)
		return byLine(content[:maxFront], pair)
	}
	f, err := read(content)
	if err != nil {
		b.note("front matter, %v", err)
		return byLine(content, pair)
	}
	return f
}

// frontLine is the number in the file of a line of the front matter, whose
// opening fence is its line 1. It is for use before Body is moved behind it.
func (b *Brief) frontLine(n int) int {
	return n + bytes.Count(unixLines(b.Raw[:b.Body.Start]), []byte("\n"))
}

// beginsWithPair tells whether the first line that says anything is a pair of
// key and value, or the closing fence.
func beginsWithPair(content []byte, closing []string, pair *regexp.Regexp) bool {
	for i := 0; i < len(content); i = lineBreakEnd(content, i) {
		line := bytes.TrimRight(content[i:lineEnd(content, i)], " \t")
		if bare := bytes.TrimLeft(line, " \t"); len(bare) == 0 || bare[0] == '#' {
			continue
		}
		for _, c := range closing {
			if string(line) == c {
				return true
			}
		}
		return pair.Match(line) || line[0] == '[' && closing[0] == "+++"
	}
	return false
}

// unclosed reads the pairs after a fence that has no second one.
func (b *Brief) unclosed(body []byte, start int, pair *regexp.Regexp) (fields, int) {
	i := start
	for i < len(body) && i-start < maxFront {
		end := lineEnd(body, i)
		line := body[i:end]
		if len(bytes.TrimSpace(line)) == 0 || !pair.Match(line) && !itemLine.Match(line) && line[0] != ' ' && line[0] != '#' {
			break
		}
		i = lineBreakEnd(body, end)
	}
	f := byLine(unixLines(body[start:i]), pair)
	if !known(f) {
		return nil, 0
	}
	b.note("front matter, line %d: it is not closed; the line that ends it is missing", b.frontLine(1))
	return f, i
}

// unixLines is content with LF for every line break.
func unixLines(content []byte) []byte {
	if bytes.IndexByte(content, '\r') < 0 {
		return content
	}
	content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(content, []byte("\r"), []byte("\n"))
}

// readYAML reads YAML without anchors and aliases. An error begins with the
// line in the file.
func (b *Brief) readYAML(content []byte) (f fields, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("line %d: the YAML cannot be read", b.frontLine(1))
		}
	}()
	var root yaml.Node
	if err := yaml.Unmarshal(content, &root); err != nil {
		m := yamlTrouble.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
		line, err := strconv.Atoi(m[1])
		if err != nil { // yaml leaves out the number of the first line
			line = 1
		}
		return nil, fmt.Errorf("line %d: %s", b.frontLine(line+1), m[2])
	}
	if len(root.Content) == 0 {
		return nil, nil
	}
	top := root.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: not a list of keys and values", b.frontLine(top.Line+1))
	}
	if at := anchored(top, 0); at != nil {
		return nil, fmt.Errorf("line %d: anchors, aliases and deep nesting are not read", b.frontLine(at.Line+1))
	}
	f = fields{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		f.set(top.Content[i].Value, yamlValue(top.Content[i+1]))
	}
	return f, nil
}

// anchored is the first node in n that is an alias, has an anchor or is
// nested too deeply.
func anchored(n *yaml.Node, depth int) *yaml.Node {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || depth > maxNesting {
		return n
	}
	for _, c := range n.Content {
		if found := anchored(c, depth+1); found != nil {
			return found
		}
	}
	return nil
}

// yamlValue is n, its scalars as they are written.
func yamlValue(n *yaml.Node) value {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return value{}
		}
		return value{text: n.Value}
	case yaml.SequenceNode:
		v := value{}
		for _, c := range n.Content {
			v.list = append(v.list, yamlValue(c))
		}
		return v
	case yaml.MappingNode:
		v := value{table: map[string]value{}}
		for i := 0; i+1 < len(n.Content); i += 2 {
			fields(v.table).set(n.Content[i].Value, yamlValue(n.Content[i+1]))
		}
		return v
	}
	return value{}
}

// readTOML reads TOML. An error begins with the line in the file.
func (b *Brief) readTOML(content []byte) (f fields, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("line %d: the TOML cannot be read", b.frontLine(1))
		}
	}()
	var table map[string]any
	if err := toml.Unmarshal(content, &table); err != nil {
		var where *toml.DecodeError
		if errors.As(err, &where) {
			line, _ := where.Position()
			return nil, fmt.Errorf("line %d: %s", b.frontLine(line+1), strings.TrimPrefix(where.Error(), "toml: "))
		}
		return nil, fmt.Errorf("line %d: %s", b.frontLine(1), strings.TrimPrefix(err.Error(), "toml: "))
	}
	return tomlValue(table, 0).table, nil
}

// tomlValue is v, its scalars as text.
func tomlValue(v any, depth int) value {
	switch v := v.(type) {
	case string:
		return value{text: v}
	case time.Time:
		return value{text: v.Format(time.RFC3339)}
	case []any:
		out := value{}
		for _, e := range v {
			if depth < maxNesting {
				out.list = append(out.list, tomlValue(e, depth+1))
			}
		}
		return out
	case map[string]any:
		out := value{table: map[string]value{}}
		for k, e := range v {
			if depth < maxNesting {
				fields(out.table).set(k, tomlValue(e, depth+1))
			}
		}
		return out
	case nil:
		return value{}
	}
	return value{text: fmt.Sprint(v)}
}

// byLine takes what pairs it can from front matter that is broken, and the
// lists of items under them.
func byLine(content []byte, pair *regexp.Regexp) fields {
	f := fields{}
	key := ""
	for line := range strings.SplitSeq(string(content), "\n") {
		line = strings.TrimRight(line, " \t")
		if m := pair.FindStringSubmatch(line); m != nil {
			key = foldKey(m[1])
			f.set(key, looseValue(m[2]))
		} else if m := itemLine.FindStringSubmatch(line); m != nil && key != "" && f[key].text == "" {
			v := f[key]
			v.list = append(v.list, looseValue(m[1]))
			f[key] = v
		}
	}
	return f
}

// looseValue is a value taken from its line alone: without its quotes, and a
// list where it is in brackets.
func looseValue(s string) value {
	s = strings.TrimSpace(s)
	if len(s) > 1 && s[0] == '[' && s[len(s)-1] == ']' {
		v := value{}
		for item := range strings.SplitSeq(s[1:len(s)-1], ",") {
			v.list = append(v.list, looseValue(item))
		}
		return v
	}
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = s[1 : len(s)-1]
	} else if len(s) > 0 && (s[0] == '"' || s[0] == '\'') && strings.Count(s, s[:1]) == 1 {
		s = s[1:]
	}
	if strings.HasPrefix(s, "&") || strings.HasPrefix(s, "*") || strings.HasPrefix(s, "{") {
		return value{}
	}
	return value{text: strings.TrimPrefix(s, "[")} // a list that is never closed
}

// headerLines reads "Key: value" lines at the top up to a blank line, as
// Pelican and MultiMarkdown write them; 0 bytes where there are none.
func headerLines(body []byte) (fields, int) {
	f, key := fields{}, ""
	for i := 0; i < len(body) && i < maxFront; {
		end := lineEnd(body, i)
		line := bytes.TrimRight(body[i:end], " \t")
		if len(line) == 0 {
			if known(f) {
				return f, lineBreakEnd(body, end)
			}
			return nil, 0
		}
		if m := pairLine.FindSubmatch(line); m != nil && line[0] != '"' && line[0] != '\'' {
			key = foldKey(string(m[1]))
			f.set(key, value{text: string(bytes.TrimSpace(m[2]))})
		} else if key != "" && (line[0] == ' ' || line[0] == '\t') {
			f[key] = value{text: f[key].text + " " + string(bytes.TrimSpace(line))}
		} else {
			return nil, 0
		}
		i = lineBreakEnd(body, end)
		if i >= len(body) && known(f) {
			return f, i
		}
	}
	return nil, 0
}

// The keys of front matter, in the order in which they are asked.
const (
	titleKeys  = "title headline display_name name"
	sourceKeys = "source publisher publication outlet site site_name"
	authorKeys = "authors author by byline"
	dateKeys   = "date published pubdate publish_date published_at date_published published_date created created_at date_created"
	tagKeys    = "tags tag topics topic keywords categories category subject subjects"
	langKeys   = "lang language locale"
	urlKeys    = "url link canonical canonical_url source_url permalink"
)

// known tells whether f has a field that is read.
func known(f fields) bool {
	for key := range f {
		for _, keys := range []string{titleKeys, sourceKeys, authorKeys, dateKeys, tagKeys, langKeys, urlKeys} {
			for k := range strings.FieldsSeq(keys) {
				if k == key {
					return true
				}
			}
		}
	}
	return false
}

// assign fills Meta from front matter; what is there already stays.
func (b *Brief) assign(f fields) {
	each := func(keys string, use func(value)) {
		for key := range strings.FieldsSeq(keys) {
			if v, ok := f[key]; ok {
				use(v)
			}
		}
	}
	first := func(into *string, read func(value) string) func(value) {
		return func(v value) {
			if *into == "" {
				*into = read(v)
			}
		}
	}
	fromFront := ""
	each(titleKeys, first(&b.Title, value.line))
	each(sourceKeys, first(&fromFront, value.line))
	each(urlKeys, first(&b.URL, value.url))
	each(langKeys, first(&b.Lang, value.language))
	each(dateKeys, func(v value) {
		if b.Date == "" && v.line() != "" {
			if b.Date = parseDate(v.line()); b.Date == "" {
				b.note("front matter: “%s” is not read as a date", clip(v.line(), 60))
			}
		}
	})
	each(authorKeys, func(v value) { b.Authors = union(b.Authors, v.people()) })
	each(tagKeys, func(v value) { b.Tags = union(b.Tags, v.labels()) })
	if u, ok := inert.URL(fromFront); ok {
		if b.URL == "" {
			b.URL = u
		}
		fromFront = host(u)
	}
	if fromFront != "" {
		b.Source = fromFront
	}
	b.Source = inert.Line(b.Source)
}

// union appends to list what is not in it, however it is written.
func union(list, more []string) []string {
	for _, m := range more {
		found := m == ""
		for _, l := range list {
			found = found || strings.EqualFold(l, m)
		}
		if !found {
			list = append(list, m)
		}
	}
	return list
}

// line is the value as one line: the text, the name in a table, the first of
// a list.
func (v value) line() string {
	switch {
	case v.table != nil:
		for _, key := range []string{"name", "display_name", "title", "label"} {
			if s := v.table[key].text; s != "" {
				return resolved(s)
			}
		}
		return resolved(strings.TrimSpace(v.table["first_name"].text + " " + v.table["last_name"].text))
	case len(v.list) > 0:
		return v.list[0].line()
	}
	return resolved(v.text)
}

// resolved is s as one line with HTML entities resolved: many sites write
// their front matter with them.
func resolved(s string) string {
	var out []byte
	done := 0
	for i := strings.IndexByte(s, '&'); i >= 0 && i < len(s); i++ {
		if s[i] != '&' {
			continue
		}
		if char, n := entity([]byte(s[i:min(len(s), i+40)])); n > 0 {
			out = append(append(out, s[done:i]...), char...)
			done = i + n
		}
	}
	return inert.Line(string(out) + s[done:])
}

// url is the value as an address, "" where it is none.
func (v value) url() string {
	if len(v.list) > 0 {
		return v.list[0].url()
	}
	u, _ := inert.URL(v.text)
	if strings.HasPrefix(u, "mailto:") {
		return ""
	}
	return u
}

// host is the host of an address without "www.".
func host(u string) string {
	_, rest, _ := strings.Cut(u, "://")
	if i := strings.IndexAny(rest, "/?#:"); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimPrefix(rest, "www.")
}

// labels is the value as tags: a list, or a text parted at commas.
func (v value) labels() []string {
	var out []string
	for _, e := range v.list {
		out = append(out, strings.TrimSpace(strings.TrimPrefix(e.line(), "#")))
	}
	if v.text != "" {
		for s := range strings.FieldsFuncSeq(v.text, func(r rune) bool { return r == ',' || r == ';' }) {
			out = append(out, strings.TrimSpace(strings.TrimPrefix(resolved(s), "#")))
		}
	}
	return out
}

// people is the value as names: a list, a table, or a text parted at commas
// and "and".
func (v value) people() []string {
	if v.text != "" {
		return names(resolved(v.text))
	}
	if v.table != nil {
		return []string{v.line()}
	}
	var out []string
	for _, e := range v.list {
		out = append(out, strings.TrimSpace(stripBy(e.line())))
	}
	return out
}

var (
	langTag   = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)
	langNames = map[string]string{
		"arabic": "ar", "chinese": "zh", "dari": "prs", "dutch": "nl", "english": "en", "farsi": "fa", "french": "fr",
		"german": "de", "hindi": "hi", "italian": "it", "japanese": "ja", "pashto": "ps", "persian": "fa",
		"portuguese": "pt", "russian": "ru", "spanish": "es", "turkish": "tr", "urdu": "ur",
	}
)

// language is the value as a BCP 47 tag, "" where it is none.
func (v value) language() string {
	s := v.line()
	if tag, ok := langNames[strings.ToLower(s)]; ok {
		return tag
	}
	if s, _, _ = strings.Cut(s, "."); !langTag.MatchString(s) { // a locale may end in ".UTF-8"
		return ""
	}
	parts := strings.Split(strings.ReplaceAll(s, "_", "-"), "-")
	for i, p := range parts {
		switch p = strings.ToLower(p); {
		case i > 0 && len(p) == 2:
			parts[i] = strings.ToUpper(p)
		case i > 0 && len(p) == 4:
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		default:
			parts[i] = p
		}
	}
	return strings.Join(parts, "-")
}
