package compare

// How passages are labelled.
//
// Two passages of two briefs are counterparts where they speak of the same
// thing: the same event, act, statement, claim or state of affairs, so that a
// reader could put them side by side in a report as "the one says, the other
// says", be it that they agree, add to each other or contradict. In detail:
//
//  1. The same subject alone is not enough (both on the Taliban, both on
//     trade), nor is an occasion of the same kind (the closing of a gate in
//     2023 and in 2025). They share at least one statement.
//  2. What they share is a main point of at least one of the two. What both
//     only mention in passing makes no pair.
//  3. Where one passage tells what several of the other brief tell, it is the
//     counterpart of each of them.
//  4. A passage that reports a plan, a question or a promise is the
//     counterpart of one that tells what came of it.
//  5. In doubt, and for what a reader might join or not, the label stands in
//     brackets: it counts neither for nor against.
//  6. Tables are labelled as a whole: a row speaks for its table. Headings and
//     code are not labelled.
//  7. Where either of several passages is right and none of them would be
//     missed beside the other, they are alternates.
//
// A line is "passage of A > its counterparts in B", by their first words or by
// number; "x | y" wants both, "x / y" any of the two, "(x)" may be or not. What
// stands in no line has no counterpart.
//
// All but the last five pairs of texts were looked at when the rules and numbers
// of the algorithm were chosen. They were labelled twice: the second time the
// first labels, what the program and what a cosine had joined stood in one list
// without a word of where each came from, and each was judged by this guide. Of
// 201 that were to be joined 200 were again; 25 in brackets were promoted, 8
// fell, and 27 came in brackets of those that only a program had joined. The
// held ones were labelled before anybody had seen what any algorithm says of
// them.

// A labelled pair of accounts.
type labelled struct {
	a, b   string // see account
	labels string
}

const (
	announced = "2025-10-19-doha-cease-fire-announced.md"
	second    = "2025-10-20-doha-truce-second-account.md"
	after     = "truce-after-istanbul.md"
	rounds    = "istanbul-talks.md"
	mediators = "mediators.md"
	closed    = "2025-10-27-border-closed-trade-stalls.md"
	india     = "india-and-kabul.md"
	corridor  = "cpec-minerals-security.md"
	durand    = "background/durand-line.md"
	refugees  = "background/refugees-and-returns.md"
	timeline  = "background/timeline-2021-2025.md"
	armed     = "background/armed-groups.md"

	bridgeNight = "testdata/accounts/bridge-night.md"
	bridgeYear  = "testdata/accounts/bridge-year.md"
	canalFreed  = "testdata/accounts/canal-freed.md"
	canalClaims = "testdata/accounts/canal-claims.md"
)

// Pairs for the development of the algorithm.
var chosen = []labelled{
	{announced, second, `
		Pakistan and Afghanistan agreed early > In Paktika they were
		Qatar's foreign ministry made > In Paktika they were
		The two governments did not > Khawaja Muhammad Asif, Pakistan's | Islamabad's reading is
		The chain of events > Orakzai. The army
		On Oct. 9, two blasts > Kabul, 9 October.
		Afghan forces took their > The night of 11
		The violence peaked > The heaviest harm
		That truce ran out > The strikes of Friday
		Dozens of people > Reporters could reach | (No two figures)
		The meeting in Istanbul > The trade gates | (In Paktika they were)
	`},
	{announced, after, `
		Pakistan and Afghanistan agreed early > A pause of 48 | (The ceasefire of 19)
		Qatar's foreign ministry made > Six days of talks | (A pause of 48)
		The two governments did not > A pause of 48
		The chain of events > The fighting of October
		On Oct. 9, two blasts > The fighting of October
		Afghan forces took their > The fighting of October
		The violence peaked > A pause of 48
		That truce ran out > A pause of 48
		Dozens of people have > (The fighting of October)
		The quarrel is about > The facts are in | (Islamabad wants a written)
		The meeting in Istanbul > Six days of talks | Commerce is still | (The truce rests for)
	`},
	{rounds, after, `
		Three rounds of talks > The ceasefire of 19
		Round > The ceasefire of 19 | Six days of talks | (A meeting at a more) | (A pause of 48)
		The second round nearly > Six days of talks
		Paraphrase, statement of Qatar's > (A pause of 48)
		Paraphrase, joint statement > Six days of talks | (A meeting at a more) | (Whether the meeting on 6)
		Paraphrase, remarks of > (The parties disagree)
		Who observes? > (Six days of talks)
		Who decides > (Six days of talks) | (The parties disagree)
		What follows? > (Six days of talks)
		Pakistan came with a single > Islamabad wants a written
		Afghanistan denies that > Islamabad wants a written | The facts are in
		Between the two lies > Handing over suspects
		The cease-fire, oddly > (The truce rests)
	`},
	{mediators, second, `
		Doha has housed > In Paktika they were | Saudi Arabia and Qatar | (Khawaja Muhammad Asif, Pakistan's)
		The announcement showed > One of those sentences
		In October China > Saudi Arabia and Qatar
		On 17 September > Saudi Arabia and Qatar
		Iran shares > (Saudi Arabia and Qatar)
		Russia, in July > Saudi Arabia and Qatar
		The United Nations has > The heaviest harm
		table > (In Paktika they were)
	`},
	{mediators, rounds, `
		Doha has housed > (Paraphrase, statement of Qatar's)
		Ankara has military > Paraphrase, joint statement | (Round) | (The second round nearly)
		When the third round > The cease-fire, oddly | (Round) | (The second round nearly) | (Paraphrase, remarks of)
		table > (Round)
	`},
	{closed, refugees, `
		The guns along > (Torkham reopened on 1) | (The closure of October)
		Pakistani customs stopped > (Torkham reopened on 1)
		Source: broadsheet samples > (This is a sample)
	`},
	{india, second, `
		On 21 October India's > (Orakzai. The army) | (Kabul, 9 October.) | (Saudi Arabia and Qatar)
		Mr Muttaqi stayed > Saudi Arabia and Qatar
	`},
	{durand, second, `
		When Qatar announced > One of those sentences | (In Paktika they were)
		The line itself was > One of those sentences | (Khawaja Muhammad Asif, Pakistan's)
	`},
	{mediators, timeline, `
		Doha has housed > (25 to 30 October)
		Ankara has military > 25 to 30 October
		When the third round > 6 and 7 November
		Beijing prefers > 21 May. | 20 August.
		On 17 September > 17 September.
		Russia, in July > 3 July.
		table > (21 May.) | (17 September.) | (25 to 30 October)
	`},
	{closed, timeline, `
		The guns along > (1 November. Torkham)
		The closure came ten > 23 July.
		It was also meant > table | 21 February to 19
		Afghan officials say > (12 November.)
		Source: broadsheet samples. Kind: > (This is a sample)
	`},
	{armed, announced, `
		Also written > (The chain of events)
		The group has fought > (The quarrel is about)
		UN sanctions monitors > The quarrel is about
		It is the sworn enemy > (The tie between the two)
		Analysts expect that > The tie between the two
		Hafiz Gul Bahadur > That truce ran out
	`},
	{bridgeNight, bridgeYear, `
		The Francis Scott > A year ago this | Six immigrants from
		Video shows its > Investigators found that | By the time the
		The bow met > The structure was sound
		The workers were > Six immigrants from | They had been sitting
		Divers found two > Six immigrants from
		Traffic into and > Salvagers needed eleven
		Carriers have begun > While it was shut
		President Biden said > Congress agreed in | (The owner and the)
		The National Transportation > The structure was sound | (Investigators found that) | (The safety board published)
	`},
	{"seed 0", announced, `0>0 1>11 2>0|1|2 3>2 5>13 6>13 7>4|5|6 8>7 9>9 10>(9) 11>15 12>(14) 13>14 15>15 16>(5) 22>2 23>14 24>(14) 25>1|17`},
	{"seed 0", "seed 1", `0>6|(5) 1>5 2>6 3>(6) 4>(11)|(15) 5>6|(10) 6>9|(10) 11>(9) 15>(10) 18>(17)|(18) 19>18 23>(13)|(17) 25>(5)|(6)`},
	{"seed 1", after, `5>2|10 6>8 8>4|18 9>14|15|(3) 10>3|14|18 11>3 13>12|13 14>18 18>(18)`},
	{"seed 1", rounds, `
		After several rounds of > Three rounds of talks | Round | Paraphrase, joint statement | (The second round nearly) | (What follows?)
		The latest round of > Paraphrase, statement of Qatar's | (Three rounds of talks) | (Round)
		Throughout the negotiation process, > Afghanistan denies that
		The principal point of > Afghanistan denies that | Between the two lies
		Meanwhile, Pakistan’s Foreign Office > Pakistan came with a single
		The Taliban, however, rejected > Afghanistan denies that
		Highlighting the fragility of > Paraphrase, remarks of | (The cease-fire, oddly)
		In response to Pakistan’s > (The cease-fire, oddly)
	`},
	{"seed 0", mediators, `
		Following a significant escalation > (Doha has housed)
		Mediated by Qatar and > Doha has housed
		Defense ministers from Afghanistan > Doha has housed
		Smoke plumes ascend over > (The announcement showed)
		These escalating tensions have > (Neither Pakistan nor)
		Pakistan has accused India > Ankara has military | Beijing prefers | Russia, in July | (Leverage: friendship) | (The United States was)
		Both governments are slated > (Ankara has military)
	`},
	{
		"digitalgov news/2015/10/2015-10-28-training-series-offers-marketing-tips-for-prizes-challenges.md",
		"digitalgov news/2016/02/2016-02-17-challenges-prizes-webinar-series-concludes-but-training-still-available.md",
		`0>(2) 4>1|19|(2) 5>2|(1) 8>(14) 16>17 17>17 18>18 19>18 21>(19) 28>(18) 29>(21)|(23) 30>23`,
	},
	{
		"digitalgov news/2015/01/2015-01-29-be-a-citizen-scientist-with-noaas-crowdmag-app.md",
		"digitalgov news/2015/06/2015-06-18-noaas-crowdmag-app-citizen-science-on-the-go.md",
		`0>(4) 2>(1)|(3) 3>(2) 8>(1) 9>(2) 10>2|3|(16)|(18) 11>(2)|(5) 13>4|(1)|(2)`,
	},
	{announced, rounds, `
		Pakistan and Afghanistan agreed early > Round | Paraphrase, statement of Qatar's | (Three rounds of talks)
		Qatar's foreign ministry made > Paraphrase, statement of Qatar's | (Round)
		The two governments did not > (Few texts are)
		The chain of events > (How fast?)
		The quarrel is about > Afghanistan denies that | (Pakistan came with a single)
		The meeting in Istanbul > Round | The second round nearly | Paraphrase, joint statement | (Agreements of this kind) | (Who observes?)
	`},
	{rounds, timeline, `
		Three rounds of talks > (25 to 30 October) | (6 and 7 November)
		Round > 25 to 30 October | 6 and 7 November
		The second round nearly > (25 to 30 October) | (6 and 7 November)
		Paraphrase, joint statement > 25 to 30 October
		Paraphrase, remarks of > 6 and 7 November
		Pakistan came with a single > Two regularities
		The cease-fire, oddly > 6 and 7 November
	`},
	{refugees, timeline, `
		Torkham reopened on 1 > 1 November. Torkham
		On 3 October 2023 > table
		Afghanistan took in > 31 August.
		The closure of October > (1 November. Torkham)
	`},
	{india, timeline, `
		On 21 October India's > 21 October.
		help for those hit > (31 August.)
		The memory of May > 10 May.
		October 2025, the visit > 21 October.
		Standing, chiefly. An embassy > (3 July. Russia recognizes)
	`},
	{corridor, timeline, `
		There were hopes > 21 May. | 20 August.
	`},
	{corridor, mediators, `
		Relations between Islamabad > (The United States was)
		There were hopes > Beijing prefers
		Watch the insurance > (In October China)
	`},
	{armed, second, `
		Also written > (Orakzai. The army)
		Hafiz Gul Bahadur > The strikes of Friday
	`},
	{closed, second, `
		The guns along > The trade gates
		Crossing > The trade gates
		Pakistani customs stopped > The trade gates
		If Istanbul yields > The trade gates
		Source: broadsheet samples. Kind: > (This is a sample)
	`},
	{closed, after, `
		The guns along > Commerce is still
		Crossing > Commerce is still
		Pakistani customs stopped > Commerce is still
		Measure > (The number of trucks)
		If Istanbul yields > (Commerce is still) | (The truce rests)
		Source: broadsheet samples. Kind: > (This is a sample)
	`},
	{refugees, after, `
		Pakistan's defence minister > The facts are in | (Islamabad wants a written)
	`},
	{durand, announced, `
		When Qatar announced > Qatar's foreign ministry made | (Pakistan and Afghanistan agreed early)
		Yet a truce has > (The meeting in Istanbul)
	`},
	{durand, mediators, `
		When Qatar announced > The announcement showed | (Doha has housed)
	`},
	{canalFreed, canalClaims, `
		Ships moved through > (More than a hundred)
		Dredgers had moved > Salvors draw another
		The ship, 400 > In court the owner's | High winds and poor | (Egypt has begun to)
		At the end 422 > More than four hundred | The queue was gone
		About 12 percent > More than four hundred
		Some owners did > (Some shippers have)
		The Ever Given has > (More than a hundred) | (High winds and poor)
		Claims are certain > The vessel was impounded | The UK P&I Club | Those who had nothing
	`},
	{"seed 0", after, `
		Following a significant escalation > A pause of 48 | (The ceasefire of 19)
		For almost two weeks, > The fighting of October
		Mediated by Qatar and > A pause of 48
		Zabiullah Mujahid, spokesman for > A pause of 48
		Defense ministers from Afghanistan > A pause of 48 | (Islamabad wants a written) | (The facts are in)
		While the Afghan Taliban > The facts are in
		The recent crisis flared > The fighting of October
		Last Wednesday, Pakistan responded > A pause of 48
		However, the peace was > A pause of 48
		Pakistan has accused India > (The talks have been)
		Both governments are slated > Six days of talks
	`},
	{"seed 1", corridor, `
		Meanwhile, Pakistan’s Foreign Office > (But the Tehreek)
		Highlighting the fragility of > (But the Tehreek)
		Against this backdrop, it > There were hopes | The events of October
		As Pakistan enters Phase > Why does Pakistan press | A Pakistani agency told | Relations between Islamabad | But the Tehreek | (The China-Pakistan Economic) | (Chinese citizens have) | (The United States has returned)
	`},
	{"seed 1", india, `
		Meanwhile, Pakistan’s Foreign Office > (Behind the protest)
		The Taliban, however, rejected > (Pakistan objected at once)
		The current ceasefire with > On 21 October India's | the Indian technical mission | November 2024, a senior | (October 2025, the visit)
		Islamabad is concerned that > Behind the protest | (The memory of May)
		Nonetheless, these developments reflect > (Less, perhaps) | (The purposes stated) | (The Indian connection)
	`},
	{"seed 0", india, `
		The recent crisis flared > (On 21 October India's)
		Notably, the initial attacks > On 21 October India's | Mr Muttaqi stayed
		Pakistan has accused India > Behind the protest | (Standing, chiefly. An embassy)
	`},
	{"seed 0", durand, `
		Following a significant escalation > (When Qatar announced)
		Mediated by Qatar and > (When Qatar announced)
		Defense ministers from Afghanistan > (When Qatar announced)
		Smoke plumes ascend over > Its course owed more / Kabul drew the opposite | (Afghanistan's position)
		Both Afghanistan and Pakistan > (Its course owed more)
	`},
	{"seed 0", armed, `
		While the Afghan Taliban > UN sanctions monitors
		During the two-decade conflict > The TTP was formed | A family, a clan | Sirajuddin Haqqani has | Analysts expect that
		Michael Kugelman, the Asia > (Analysts expect that)
	`},
	{"seed 1", refugees, `
		The principal point of > Pakistan's defence minister
		Meanwhile, Pakistan’s Foreign Office > Pakistan's defence minister
	`},
	{
		"digitalgov news/2013/05/2013-05-01-new-healthcare-gov-is-open-cms-free.md",
		"digitalgov news/2013/05/2013-05-07-the-new-healthcare-gov-uses-a-lightweight-open-source-tool.md",
		`0>(0)|(1) 1>1|5|(2) 2>(2)`,
	},
	{
		"digitalgov news/2012/12/2012-12-18-norad-tracks-santa-app.md",
		"digitalgov news/2015/12/2015-12-10-sixty-years-of-tradition-tracking-santa-with-norad.md",
		`1>10|(6)|(7)|(9)|(11)|(12) 3>9 5>(10)`,
	},
	{
		"digitalgov news/2017/04/2017-04-24-federal-pilot-to-integrate-public-services-into-intelligent-personal-assistants.md",
		"digitalgov news/2017/06/2017-06-06-opening-public-services-to-artificial-intelligence-assistants.md",
		`0>(0)|(1) 1>(2) 2>1|5|(11) 4>(12) 5>(5) 6>(4)|(5) 7>12|(11)`,
	},
	{
		"digitalgov news/2013/09/2013-09-06-studentaid-gov-improving-the-college-financing-experience.md",
		"digitalgov news/2013/09/2013-09-13-studentaid-govs-1st-year-what-weve-learned-and-where-were-going.md",
		`0>1 1>2 2>(9) 6>7|(8)|(11) 7>8|(2)|(7)|(11) 8>(2) 9>2 10>2 13>6|(3)|(12)`,
	},
	{
		"digitalgov news/2015/10/2015-10-07-the-data-briefing-white-house-asks-data-scientists-and-app-developers-to-help-suicide-prevention-efforts.md",
		"digitalgov news/2015/12/2015-12-09-the-data-briefing-help-hacksuicide-this-weekend.md",
		`0>0 1>(0) 3>2 7>(2) 9>(0) 10>6 11>6`,
	},
}

// Pairs that the algorithm was not chosen by.
var held = []labelled{
	{
		"digitalgov news/2014/01/2014-01-23-rail-crossing-locator-app-from-dot.md",
		"digitalgov news/2014/11/2014-11-06-rail-crossing-locator-app-now-available-on-a-second-platform.md",
		`0>(0) 2>(0) 3>0|(6) 4>2|(1)|(5) 7>6|(0) 9>7`,
	},
	{
		"digitalgov news/2014/05/2014-05-01-operation-predator-app-from-ice-developed-to-help-rescue-children-capture-sexual-predators.md",
		"digitalgov news/2014/11/2014-11-13-ice-expands-reach-of-app-designed-to-locate-child-predators.md",
		`1>(2)|(3) 3>2|0|(3)|(11) 4>8 5>(5) 6>9|(6) 7>7 8>(6)|(9) 9>10 11>12`,
	},
	{
		"digitalgov news/2014/10/2014-10-30-hhs-conquers-tables-in-a-responsive-design.md",
		"digitalgov news/2014/12/2014-12-11-defense-finance-accounting-services-use-hhs-code-to-make-mobile-friendly-tables.md",
		`0>(2)|(3) 1>(3) 6>(2)|(4) 8>(4) 10>(4) 11>2|(1)|(4)|(6) 13>(2)`,
	},
	{
		"digitalgov news/2013/02/2013-02-21-cdcs-solve-the-outbreak-app.md",
		"digitalgov news/2013/10/2013-10-31-new-outbreaks-but-no-zombies-on-cdcs-solve-the-outbreak.md",
		`0>0 1>(0) 2>(0) 4>(0) 5>4 6>4`,
	},
	{
		"digitalgov news/2014/12/2014-12-17-3rd-u-s-public-participation-playbook-draft-released-this-month.md",
		"digitalgov news/2015/02/2015-02-05-u-s-public-participation-playbook-open-for-coders-and-designers-on-github.md",
		`1>(1) 2>1 3>1 4>(2)|(4) 11>(2)|(4) 12>(5) 15>(1)|(4)|(6)`,
	},
}
