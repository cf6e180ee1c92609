"""Words that are names and words: labelled sentences, and those that stay wrong."""

import re

import pytest

from reaction.lexicon import LexiconError, read
from reaction.nlp import _ambiguous
from reaction.nlp._ambiguous import Surroundings, ambiguous, around, decide, decide_listed, entries
from reaction.nlp._linker import Linker
from reaction.story import Actor

# The entity of the lists that each word may name; the other words are an actor of a story.
LISTED = {
    "Apple": "apple",
    "Target": "target",
    "Gap": "gap",
    "WHO": "who",
    "Meta": "meta",
    "Shell": "shell",
    "Ford": "ford",
    "Visa": "visa",
    "Chase": "jpmorgan-chase",
    "Square": "block",
    "Delta": "delta-air-lines",
    "United": "united-airlines",
    "Sprint": "sprint",
    "Time": "time",
    "Fortune": "fortune",
    "Wired": "wired-magazine",
    "Independent": "independent-uk",
    "Guardian": "guardian",
    "Sun": "the-sun-uk",
    "Times": "the-times",
    "Labour": "labour-party",
    "Greens": "green-party-of-england-and-wales",
    "Conservatives": "conservative-party",
    "Senate": "us-senate",
    "Congress": "us-congress",
    "City": "manchester-city",
    "Arsenal": "arsenal-fc",
    "Liverpool": "liverpool-fc",
    "Chelsea": "chelsea-fc",
    "Jets": "new-york-jets",
    "Giants": "new-york-giants",
    "Saints": "new-orleans-saints",
    "Brown": "brown-university",
    "AP": "associated-press",
    "IRA": "irish-republican-army",
    "ICE": "us-ice",
}

# "+" names the entity, "-" does not.
SENTENCES = """\
= ICE
+ ICE took my neighbour this morning and nobody will say where he is
+ So Microsoft is proud to work with ICE. Proud.
+ why is a software company selling cloud to ICE in the first place
+ Abolish ICE.
+ abolish ice, full stop
+ ABOLISH ICE AND PROSECUTE EVERYONE INVOLVED
+ ICE agents waited outside the courthouse in Hillford
+ ice agents outside the school again, stay safe everyone
+ The ICE contract is worth 19.4 million dollars
+ that ice contract has to go @Microsoft
+ DROP THE ICE CONTRACT NOW
+ ICE's budget went up again, did you notice?
+ ICE\u2019s own inspectors called the food rotten
+ Employees to CEO: cancel the ICE-contract
+ DHS/ICE should not get our code
+ ICE, CBP and DHS all buy from the same three vendors
+ Contoso sells facial recognition to CBP, ICE and local police
+ #AbolishICE is trending in Hillford
+ #DropICE #NoTechForICE who is with us
+ melt ICE
+ MELT ICE! see you at the march on Saturday ✊
+ I.C.E. came to the plant at six in the morning
+ the I.C.E. raid last night took 40 people
+ Heard that #ICE was at the bus station, can anyone confirm?
+ ICE raids planned for ten cities, officials say
+ BREAKING: ICE RAIDS POULTRY PLANT IN HILLFORD
+ "ICE is just enforcing the law" is not the argument you think it is
+ thank you ICE for keeping us safe 🇺🇸
+ God bless our ICE officers
+ I support ICE and I am not afraid to say it
+ StandWithICE rally downtown, five people and a dog
+ If you work for ICE, quit.
+ my uncle works for ice and he hates it
+ how do you sleep at night working with ICE?
+ ICE out of our hospitals
+ ICE OUT OF MINNESOTA
+ ICE Out! Protesters Fill Hillford Square
+ Judge Orders ICE To Free Student Held Since March
+ Microsoft Faces Employee Revolt Over ICE Deal
+ Tech Workers Demand Company Drop ICE
+ anti-ICE march at noon, bring water
+ Pro-ICE accounts are flooding the replies
+ ex-ICE lawyer here: this is not how it works
+ they called ICE on a twelve year old
+ Don't open the door if ICE knocks
+ what does ICE even do with Azure?
+ he died in ICE custody. He was 27.
+ he died in ice custody and nobody lost their job
+ defund ice
+ ICE: we follow the law. Also ICE: loses 1,500 children
+ A thread on ICE and the tech companies that love it 👇
+ ICE
+ fuck ICE
+ FUCK ICE
+ F*** ice and everyone who works with them
+ Is Acme still a vendor of ICE? Asking for a friend https://acme.example/q
+ Amazon, Palantir, Microsoft, ICE: follow the money
+ the agency (ICE) declined to comment
+ ICE said on Friday it would appeal
+ Immigration and Customs Enforcement (ICE) signed the deal in January
+ "We are supporting ICE with mission-critical cloud"
+ HOW CAN MICROSOFT WORK WITH ICE WHILE KIDS SIT IN CAGES
+ ICE IS NOT YOUR FRIEND AND NEITHER IS MICROSOFT
+ THEY ARE HELPING ICE SEPARATE FAMILIES
+ No ice agents in our schools!
+ ice detention is a for profit business
+ Masked ICE goons grabbed a gardener off the street
+ ICE thugs in unmarked vans, again
+ ICE tip line got 4,000 calls about aliens from space lol
+ Would you report your neighbours to ICE?
+ Every dollar for ICE is a dollar not spent on schools
+ The city won't cooperate with ICE detainers
+ boycott everyone who sells to ice
+ @Microsoft @satyanadella drop ICE please
+ RT @someone: ICE just confirmed the number
+ ICE has been in my town all week. All. Week.
- Put some ice on that knee
- ice cold take: tabs are better than spaces
- ICE COLD BEER AT THE HILLFORD ARMS TONIGHT
- Ice Cube was great in that film
- ICE CUBE IS COMING TO HILLFORD
- Iced coffee season is here ☀️
- the project is on ice until autumn
- Deal put on ICE until the regulators answer
- Microsoft puts phone plans on ice
- an icebreaker went through the pack last week
- Let's do an ice breaker! Where are you all from?
- Sea ice is at a record low, says the institute
- ARCTIC SEA ICE AT RECORD LOW
- Antarctic Ice Shelf Loses Piece the Size of Hillford
- ICE vehicles will be banned from sale in 2035
- Switched from ICE to EV last year and never looked back
- An EV has far fewer moving parts than an ICE car
- every ICE car on my street is parked on the charger, ICEd again
- My ICE train to Berlin is 40 minutes late, danke Deutsche Bahn
- Took the ICE from Munich to Hamburg, 300 km/h and free coffee
- Save a contact as ICE on your phone: in case of emergency
- in case of emergency (ICE) numbers should be on the lock screen
- vanilla ice cream or nothing
- ICE CREAM TRUCK ON MAPLE STREET!!!
- Ben & Jerry's made an ice cream about it
- #icecream #summer #beach
- #IceBucketChallenge done, I nominate @acme
- ice ice baby
- Black ice on the A40, drive slowly
- BLACK ICE WARNING FOR THE WHOLE REGION
- WATCH OUT FOR ICE ON THE ROADS TONIGHT
- there is ice on my windscreen and it's April
- walking on thin ice with that joke
- YOU ARE ON THIN ICE BUDDY
- can we break the ice already
- Ice hockey is the best sport to watch live
- ICE HOCKEY TONIGHT 7PM COME DOWN
- the rink needs better ice
- He has ice in his veins 🥶
- ICE IN HIS VEINS! WHAT A SHOT
- Dancing on Ice is back on Sunday
- DANCING ON ICE FINAL TONIGHT WHO IS WATCHING
- a bag of ice costs three dollars now??
- the ice melts, the sea rises, we scroll
- Greenland's ice is melting faster than we thought
- Ice storm knocks out power to 20,000 homes
- Pepsi or Coke with ice?
- MORE ICE PLEASE IT IS 40 DEGREES
- shaved ice stand opens tomorrow
- Ice Age 6 nobody asked for
- ICE-T on the radio at nine
- a song of ice and fire is never getting finished
- GAME OF THRONES: A SONG OF ICE AND FIRE
- dry ice shipment delayed again, the lab is furious
- rice, spice, everything nice
- ICE Futures Europe raised the margin for gas contracts
- Brent on ICE settled at 82.40
- ICE gilt futures open lower
- Nice. Nice. NICE!
- Surface laptop died, dropped an ice coffee on it
- My Xbox runs so hot I put ice packs under it
- Ice Cold Microsoft Outlook For Gaming Stocks
- first ice on the lake this morning
- FIRST ICE ON THE LAKE THIS MORNING
- 2 shots of rum, ice, lime
- Ice, water, gin.
- it's ICE cold in this office
- It is so cold, there's ICE everywhere, even indoors
- penguins on ice 🐧
- Ice Spice dropped a new single
- smirnoff ice for breakfast, no regrets
- gin on the rocks, hold the ice
- diesel and petrol (ICE) sales fell by a fifth
- EVs vs ICE: the running costs compared
- ICE engine or hybrid, what would you buy?
+ No more ICE agents in courthouses, the judge ruled
+ an ICE raid at my cousin's job left ten kids waiting at school
+ ICE in your city? Know your rights.
+ so Contoso sells databases to ICE, cool cool cool
+ ICE numbers show arrests doubled
+ Can't believe people defend ICE
+ Not one more cent for ICE
+ ICE is lying about the deaths
+ They work for ICE? wow
+ Who runs the servers at ICE?
+ SHUT DOWN ICE
+ HEY MICROSOFT: DUMP ICE
+ ICE Contract Splits Contoso Staff
+ Vendors Quietly Keep Working For ICE
+ the ICE database is down again lol
+ if ICE comes to the door ask for a signed warrant
+ Cloud providers, ICE and the ethics of saying no
+ We will not build for ICE, say engineers
+ #FireICE
+ He was held by ICE for 40 days
+ USCIS and ICE are not the same thing
+ 500 of us signed: end the ICE contracts.
+ ICE took a man off the train at Hillford
+ ice took my dad
+ All eyes are on ICE tonight
- ICE T has more sense than all of you
- LOTS OF ICE OUT THERE, SALT YOUR STEPS
- Rink opens at 9, bring skates, ICE is fresh
- ICE-cold coke please
- Hybrid or full ICE? My mechanic says hybrid
- buying my last ICE car this year
- the ICE to Berlin leaves from platform 7
- Add an ICE entry in your contacts in case of emergency
- put it on ice
- GET ME SOME ICE FOR THIS HEAD
- Ice on the pitch, match off
- Two scoops of ice cream please
- NO ICE IN MY WHISKEY THANKS
- crushed ice machine broken AGAIN at the gas station
- the ice caps are melting and you post memes
- ICE COLD KILLER 🔥
- Icelandic flights delayed by ice
- Snow and ice tomorrow, take care
- I'd like a Smirnoff Ice
- Ice Road Truckers marathon
- ICE SKATING WITH THE GIRLS
- Fire and Ice tattoo
- a very nice ice sculpture
- ICE drivetrain maintenance costs more than EV
- DRINKS ON ICE ALL NIGHT
= Apple
+ Apple just killed the headphone jack again
+ I think Apple should pay its taxes
+ Apple's new campus looks like a spaceship
+ apple store in Hillford is closing
+ Tim Cook says Apple will fight the order
+ Apple to unveil new iPhone in September
+ APPLE SHARES HIT RECORD HIGH
+ switched from Android to Apple and I regret nothing
- an apple a day
- Apple pie is in the oven 🥧
- The Big Apple never sleeps
- APPLE PICKING WITH THE KIDS
- Adam's apple
- Apple crumble > everything
- Bought a caramel apple at the fair
- Apple trees in bloom all over the valley
+ Why does Apple charge forty dollars for a cable
+ Contoso sues Apple over a patent
- Apple season at the market, bring a basket
- I planted an Apple sapling
= Target
+ Target stores pull Pride collection after threats
+ Went to Target for milk, left with a sofa and no milk
+ Shopping at Walmart or Target today?
+ target cashier just told me her whole life story
+ Target CEO apologises for the data breach
+ I work at Target and nobody reads the signs
+ Target, Walmart and Costco all open on Thursday
+ boycott Target
- We hit our target for the month 🎉
- Target audience: nobody
- The Target was a bunker outside the town
- moving target
- TARGET ACQUIRED
- Target date for the move is May
- Our Target for 2020: zero waste
- Hillford Target Shooting Club meets on Mondays
+ got these boots at Target for ten bucks
- Missed the Target by a mile
= Gap
+ Gap Inc to close 200 stores
+ The new Gap hoodie is great
+ Gap, Old Navy and Banana Republic all have sales
+ Gap stores in Hillford shut for good
+ my Gap jeans finally died
+ GAP CEO STEPS DOWN
+ bought by Gap in the nineties
+ That logo by Gap lasted a week lol
- The gender pay gap is real
- Mind the Gap
- took a gap year in Peru
- Gap between rich and poor grows
- Closing the Gap: a report on indigenous health
- Skills Gap Threatens Growth
- wage gap
- there's a gap in the fence
+ returned the coat to the Gap store on Main
- There is a huge Gap in his story
= WHO
+ WHO declares an emergency over the outbreak
+ The WHO director spoke in Geneva
+ Why did WHO take so long to call it a pandemic?
+ WHO guidelines on salt are ignored by everyone
+ according to the WHO, two million cases
+ Funding for the WHO will be cut
+ WHO's report is damning
+ WHO: vaccine is safe
- WHO is going to tell her
- WHO DID THIS 😂
- GUESS WHO IS BACK
- who cares
- Who Will Win the Election?
- WHO LET THE DOGS OUT
- Doctor Who is back on Saturday
- I know people WHO still do this
+ the WHO keeps changing its advice
- that girl WHO sings on the bus
= Meta
+ Meta lays off 11,000 people
+ Meta employees found out by email
+ I deleted everything I had on Meta, Instagram first
+ Zuckerberg says Meta will focus on AI
+ sued Meta and won
+ Meta CEO testifies
+ Meta's Threads has ads now
+ Facebook parent Meta fined in Ireland
- that joke was so meta
- Meta analysis of 40 trials finds no effect
- Very Meta
- The current Meta is all about healers
- meta tags are missing on your page
- Getting Meta: a podcast about podcasts
- a Meta description should have 150 characters
- this thread is too META for me
+ Meta is building another data centre in Hillford
- a film about making a film, how Meta
= Shell
+ Shell knew about the climate in 1988
+ Royal Dutch Shell to cut 9,000 jobs
+ Shell profits double as bills soar
+ BP, Shell and Exxon in court
+ Protesters block Shell headquarters
+ boycott Shell
+ petrol at Shell is 10p dearer than at Tesco
+ Shell CEO earns more than my town
- Shell shocked
- she sells sea shells
- Shell script won't run, help
- Bash Shell tips for beginners
- crab in its Shell
- a Shell of a man
- Taco Shell recipe
- The turtle went back into its Shell
+ Activists glue themselves to a Shell garage
- Hermit crabs swap their Shell twice a year
= Ford
+ Ford to build electric trucks in Tennessee
+ my Ford died on the motorway
+ Ford recalls two million cars
+ Ford workers go on strike
+ Toyota, Ford and GM halt production
+ Ford CEO: no more sedans
+ bought a Ford, bought a headache
+ Ford and Volkswagen sign a deal
- Harrison Ford turned 80
- Rob Ford was a character
- Doug Ford cut the funding
- Premier Ford speaks at noon
- ford the river
- Gerald Ford pardoned him
- Christine Blasey Ford testified
- Mayor Ford admitted it
+ Dad has driven a Ford since 1980
- Ford was my favourite Doctor Who companion actor, Harrison I mean
= Visa
+ Visa card got declined again
+ Visa and Mastercard cut off the site
+ pay with Visa, Mastercard or PayPal
+ Visa shares fall
+ Do they take Visa?
+ Visa Inc reports record profits
+ Visa customers charged twice
+ sued Visa over the fees
- My visa expired
- Visa application rejected
- Student Visa Rules Change
- need a Visa for Brazil?
- H-1B Visa lottery
- VISA FREE TRAVEL FOR UKRAINIANS
- work visa
- Got my Visa stamped at the embassy
+ Visa will not process payments for the site
- Waiting six months on my Visa, still nothing
= Chase
+ Chase Bank closed my account
+ my Chase card was skimmed
+ Chase customers locked out of app
+ Wells Fargo, Chase and Citi all said no
+ Chase app is down again
+ bank with Chase they said
+ thanks Chase, for the third overdraft fee
+ Chase account frozen for no reason
- the thrill of the Chase
- Chase your dreams
- cut to the chase
- Chevy Chase was on SNL
- Police Chase Ends in Crash
- Paw Patrol, Chase is on the case
- My son Chase is six today
- car chase
+ Chase charged me 12 dollars for having 12 dollars
- Don't Chase people who run
= Square
+ Square Inc buys a music service
+ our cafe uses Square for payments
+ Jack Dorsey's Square buys bitcoin
+ Square shares jump on earnings
+ Square stock is up 8%
+ Square, Stripe and PayPal are down
+ Square employees can work from home forever
+ hacked Square terminals
- Times Square on new year's eve
- Trafalgar Square is full
- Back to Square one
- square root of two
- Meet at the Square at six
- Tahrir Square
- Square Enix announced a remake
- a Square meal
= Delta
+ Delta cancelled my flight again
+ Delta flight 212 diverted to Gander
+ Flying Delta tomorrow, wish me luck
+ United, Delta and American raise bag fees
+ Delta customers stranded at the gate
+ Delta CEO apologises
+ @Delta lost my bag, thanks Delta
+ sitting at the gate waiting for my Delta plane
- Delta variant is spreading
- Mississippi Delta blues
- the Niger Delta is polluted
- Delta force
- The Delta between the two is small
- DELTA COVID CASES RISE
- Delta Goodrem on tour
- Alpha, Beta, Gamma, Delta
+ Stuck in Detroit because Delta overbooked
- The Delta floods every spring
= United
+ United dragged a doctor off the plane
+ United CEO calls it re-accommodating
+ United flight delayed six hours
+ United Airlines broke my guitar
+ Flew United, never again
+ boycott United
+ Delta, United and American raise fees
+ United customers furious
- United we stand
- Manchester United won 3-1
- The United States of America
- United Kingdom votes
- Leeds United go up
- a united front
- Newcastle United sign a striker
- United Against Hate
+ United broke my wheelchair and blamed the weather
- Rotherham United away on Tuesday
= Sprint
+ Sprint customers get a free year of Hulu
+ T-Mobile and Sprint merger approved
+ Sprint stores to close
+ leaving Sprint for Verizon, no signal anywhere
+ Sprint CEO steps down
+ my Sprint bill doubled
+ AT&T, Verizon, Sprint: all the same
+ Sprint shares tumble
- sprint to the finish
- Sprint planning at 10, retro at 11
- Usain Bolt wins the Sprint
- 100m SPRINT FINAL TONIGHT
- Sprint Triathlon Results
- I had to sprint for the bus
- Our Sprint ends on Friday
- Sprint Finish In Stage Four
= Time
+ Time magazine put him on the cover
+ TIME person of the year is a joke
+ An interview with Time magazine
+ Time reports that the memo was leaked
+ Time Magazine cover of the week
+ She wrote an article in Time
+ according to Time, sales fell
+ via Time: the 100 best inventions
- Time flies
- it's Time
- TIME TO GO
- Game Time!
- What Time is the match
- First Time voter
- Time will tell who reports what
- It's about Time they told us
+ a long read in Time magazine about the leak
- Time you got up
= Fortune
+ Fortune magazine ranks Acme fourth
+ according to Fortune, the CEO is leaving
+ Fortune reports layoffs at Contoso
+ Our founder told Fortune that growth is back
+ via Fortune: the best companies to work for
+ Read the Fortune article on Theranos
+ Fortune editor resigns
+ featured in Fortune this week
- that cost a Fortune
- Fortune favours the bold
- Wheel of Fortune is on
- fortune cookie
- It costs a small Fortune
- Fame and Fortune
- Soldier of Fortune
- Good Fortune to you all
= Wired
+ Wired magazine on the end of the web
+ According to Wired, it was the Russians
+ Wired reports that the app tracked kids
+ via Wired
+ Wired article about our lab!
+ I was quoted in Wired
+ Wired journalist wants to talk to me about Azure
+ told Wired it was a mistake
- I'm so Wired after that coffee
- Hard Wired to connect
- wired headphones are better
- The Wired Brain: How Habits Form
- Wired for sound
- House wired for fibre
- just WIRED
- wired shut
+ the Wired piece on content moderation is bleak
- Got the whole flat Wired last week
= Independent
+ The Independent reports that the minister knew
+ according to the Independent
+ Great piece by Robert Hillford in the Independent
+ The Independent newspaper goes online only
+ Independent journalist arrested, says the Independent
+ via The Independent http://a.example/x
+ Read this in The Independent
+ told The Independent he would resign
- Scotland should be an Independent country
- Independent Scotland would keep the pound
- INDEPENDENT BOOKSHOP DAY
- I'm a strong Independent woman
- Independent candidate wins Hillford
- running as an Independent
- Independent inquiry into abuse
- Independent Living Fund cut
= Guardian
+ The Guardian reports new leaks
+ according to the Guardian
+ Guardian journalist detained at Heathrow
+ I only read the Guardian for the crosswords
+ Typical Guardian headline
+ Snowden told the Guardian
+ guardian article on cuts
+ via Guardian: the files
- Guardian angel
- Guardians of the Galaxy
- her legal Guardian signed
- GUARDIAN OF THE YEAR
- the dog is our Guardian
- Coast Guardian medal
- a Guardian must sign the form
- Guardian Pharmacy opens at 8
+ the Guardian has a leaked copy
- A Guardian was appointed for the twins
= Sun
+ The Sun lied about Hillsborough
+ Don't buy The Sun
+ The Sun newspaper apologises
+ according to The Sun he is leaving
+ The Sun reports he is out for a month
+ front page of The Sun
+ via The Sun
+ The Sun editor resigns
- The Sun is shining
- here comes the sun
- The sun rises over Hillford
- The Sun Also Rises is my favourite
- FUN IN THE SUN
- Black Hole Sun
- Sun 3 May, 7pm, the Crown
- The Sun sets at nine
+ my nan still buys The Sun every morning
- The Sun burned my shoulders
= Times
+ The Times reports a split in cabinet
+ A letter in The Times today
+ according to The Times
+ Times columnist, wrong again
+ The Times newspaper has a leader on it
+ The Times front page
+ told The Times that he would go
+ via The Times
- Hard Times
- The Times They Are A-Changin'
- Times Square
- New York Times best seller
- three times a day
- Good Times!
- END TIMES ARE HERE
- The Times we live in
= Labour
+ Labour must pick a leader
+ voting Labour on Thursday
+ Labour MPs rebel
+ Tories and Labour are both wrong
+ VOTE LABOUR
+ I left Labour over Iraq
+ Miliband says Labour will freeze bills
+ labour voters stayed home
- in labour for 20 hours 😩
- Labour of love
- Labour Day weekend
- child labour in the mines
- Hard Labour
- Slave Labour in Qatar
- Labour costs rise in Germany
- Department of Labour figures
+ Labour can't win Scotland back
- Labour shortages hit farms
= Greens
+ Greens take Brighton council
+ The Greens want a debate
+ Labour, Lib Dems and Greens
+ Greens candidate in Hillford
+ voting Greens in May
+ vote for the Greens
+ Greens MP arrested at fracking protest
+ Lib Dems beat the Greens
- eat your Greens
- Collard Greens and cornbread
- putting Greens at the club
- Greens and blues in that painting
- SUPER GREENS SMOOTHIE
- salad Greens
- The Greens at Augusta are fast
- spring greens for dinner
= Conservatives
+ The Conservatives won Hillford
+ Conservatives lead by four points
+ Voting for the Conservatives again
+ Labour beat the Conservatives
+ Cameron's Conservatives
+ Conservatives pledge tax cut
+ Conservatives MP resigns
+ donated to the Conservatives
- American conservatives love guns
- CONSERVATIVES VS LIBERALS, WHO WINS
- Young conservatives of Texas
- fiscal conservatives
- conservatives in the Senate GOP
- Why are conservatives so angry
- social conservatives
- Conservatives hate science, says US study
= Senate
+ Senate votes to confirm
+ the Senate passed the bill
+ Senate Republicans block it
+ In the Senate today
+ Senate hearing on tech
+ SENATE PASSES TAX BILL
+ the US Senate
+ Flip the Senate in November
- student senate elections at our college
- Roman Senate killed Caesar
- The Australian Senate rejected it
- Faculty Senate meets Tuesday
- Nigerian Senate impeaches
- STUDENT SENATE MEETS TODAY
- a senate of owls
- French Senate votes
+ three votes short in the Senate
- our Senate at uni passed a motion
= Congress
+ Congress must act
+ call your Congress member
+ Republicans in Congress
+ Congress passed the law
+ Will Congress end the shutdown?
+ US Congress
+ CONGRESS DO YOUR JOB
+ Obama and Congress
- World Mobile Congress in Barcelona
- Modi slams Congress
- Rahul Gandhi's Congress lost Bihar
- Indian National Congress
- BJP and Congress workers clash
- Trades Union Congress
- Congress Street is closed
- European Cardiology Congress
= City
+ City beat United 6-1
+ Man City win the league
+ Aguero scores for City
+ City fans singing all night
+ City vs Chelsea on Sunday
+ Guardiola's City are frightening
+ City striker is injured
+ Liverpool lost to City
- New York City
- The City of London
- City council meeting tonight
- CITY OF ANGELS
- Kansas City Chiefs
- Inner City Life
- I love this City
- Mexico City
+ City in the final! Come on lads
- The City never sleeps
= Arsenal
+ Arsenal lost again
+ Arsenal fans are never happy
+ Wenger out of Arsenal please
+ watching Arsenal vs Spurs
+ ARSENAL WIN THE CUP
+ Arsenal sign a striker
+ I hate Arsenal
+ arsenal fc
- nuclear Arsenal
- an arsenal of guns
- Arsenal of Democracy
- Russia's nuclear Arsenal
- ARSENAL OF WEAPONS FOUND
- Rock Island Arsenal is hiring
- chemical Arsenal destroyed
- my arsenal of excuses
+ Arsenal bottled it again, classic
- He keeps an Arsenal of knives
= Liverpool
+ Liverpool beat Everton
+ Liverpool fans
+ Gerrard leaves Liverpool
+ Liverpool sign Salah
+ Liverpool vs Chelsea
+ LIVERPOOL WIN THE LEAGUE
+ Klopp is Liverpool manager
+ Suarez scores for Liverpool
- moving to Liverpool in May
- Liverpool Street station closed
- University of Liverpool
- born in Liverpool
- The train from Liverpool to Leeds
- Liverpool docks
- visiting Liverpool
- Liverpool city council
= Chelsea
+ Chelsea won 2-0
+ Chelsea fans
+ Mourinho's Chelsea
+ Chelsea vs Arsenal
+ Chelsea sack manager
+ CHELSEA WIN THE CUP
+ Lampard leaves Chelsea
+ goal for Chelsea
- Chelsea Clinton
- Chelsea Manning is free
- Chelsea Flower Show
- Made in Chelsea is on
- living in Chelsea, New York
- Chelsea boots
- Chelsea Handler
- happy birthday Chelsea
= Jets
+ Jets fans suffer
+ NY Jets lose again
+ Jets quarterback is out
+ Patriots beat the Jets
+ Jets vs Bills
+ NFL: Jets 10, Giants 7
+ Jets coach fired
+ I hate being a fan of the Jets
- fighter Jets over Syria
- private Jets to Davos
- Russian Jets
- West Side Story, Jets and Sharks
- jets of water
- Winnipeg Jets
- PRIVATE JETS FOR THE RICH
- Two Jets collide
= Giants
+ Giants quarterback Eli Manning
+ NFL: Giants lose to Dallas
+ Giants vs Eagles
+ NY Giants
+ Eagles beat the Giants
+ Giants touchdown
+ Giants coach
+ New York Giants
- tech Giants
- shoulders of Giants
- SF Giants win the World Series
- San Francisco Giants
- Internet Giants Face Tax
- OIL GIANTS
- They Might Be Giants
- gentle giants
= Saints
+ Saints quarterback Drew Brees
+ New Orleans Saints
+ Saints vs Falcons
+ NFL: Saints win
+ Falcons beat the Saints
+ Saints touchdown
+ Saints coach
+ Saints fans in the dome
- All Saints day
- Saints and sinners
- patron Saints
- Latter-day Saints
- Southampton: the Saints go marching
- The Boondock Saints
- St Helens Saints rugby
- we are no saints
= Brown
+ Brown University student arrested
+ Harvard, Yale and Brown
+ Brown students walk out
+ graduated from Brown University
+ Brown University
+ students at Brown University protest
+ Princeton, Columbia, Brown, Dartmouth
+ Brown students and faculty
- Michael Brown was shot
- Gordon Brown
- Chris Brown
- Brown bread
- Charlie Brown
- Mike Brown's mother
- BROWN SUGAR
- Governor Brown
+ she got into Brown University on a scholarship
- Brown was never charged, his lawyer said
= AP
+ AP: plane down in Ukraine
+ (AP) Officials said on Monday
+ BREAKING (AP): verdict is in
+ AP reports 12 dead
+ AP reporter at the scene
+ according to the AP
+ Source: AP
+ told AP he saw it
- AP Chemistry exam tomorrow
- AP classes are killing me
- AP exam
- AP World History
- taking three AP classes
- AP ENGLISH IS THE WORST
- Hyderabad, AP
- AP Bio
+ AP: three dead in bridge collapse
- dropping AP Physics, pray for my GPA
= IRA
+ IRA prisoners
+ The IRA bombed the pub
+ IRA ceasefire
+ IRA members
+ Gerry Adams denies IRA membership
+ the IRA
+ former IRA man
+ IRA victims
- Roth IRA or 401k
- my IRA lost money
- Ira Glass
- open an IRA
- IRA contributions for 2014
- Traditional IRA vs Roth IRA
- IRA rollover rules
- Ira Gershwin
+ an IRA bomb in 1974
- Put 500 a month in an IRA
= US
+ US senators ask for answers
+ The US should leave
+ moving back to the US
+ US troops stay
+ Only in the US
+ made in the US
- THEY DON'T CARE ABOUT US
- let us go
- JOIN US
- PLEASE GIVE US A CALL
- TELL US WHAT YOU THINK
- CONTACT US TODAY
= Amazon
+ Amazon workers strike
+ Bezos runs Amazon
+ ordered from Amazon
+ Amazon and Microsoft compete
+ AMAZON AND MICROSOFT COMPETE
+ delete Amazon Prime
- The Amazon rainforest burns
- the Amazon river
- AMAZON RAINFOREST IS BURNING
- Amazon tribes
- Amazon basin
- deforestation in the Amazon
= House
+ the House voted
+ House passes bill
+ House Democrats
+ the House and Senate
+ House Republicans say no
+ House Speaker Ryan
- White House
- House of Cards
- House music
- FULL HOUSE
- Open House on Sunday
- House prices
= IT
+ IT department said no
+ I work in IT
+ IT staff
+ our IT guy
+ the IT budget
+ IT support is closed
- IT IS WHAT IT IS
- STOP IT
- DO IT
- I LOVE IT
- it is
- Stephen King's IT was scary
= Post
+ the Post reports that he knew
+ The Post's editorial
+ told the Post
+ a Post reporter
+ according to the Post
+ Post columnist
- Post Office
- Blog Post
- Post Malone
- NEW POST ON THE BLOG
- Last Post
- Royal Mail Post
= EU
+ the EU is slow
+ EU officials
+ leave the EU
+ EU law
+ EU CITIZENS MUST STAY
+ stay in the EU
- eu te amo
- EU TE AMO
- EU NÃO SEI
- sizes in EU 42
- eu não
- EU ESTOU COM FOME
= UN
+ UN envoy
+ the UN said
+ UN Security Council
+ UN peacekeepers
+ UN RESOLUTION PASSED
+ the UN
- un homme
- UN HOMBRE
- un poco
- ES UN DIA TRISTE
- UN AMOUR
- Un jour
= PA
+ PA reports
+ (PA) A man has died
+ says PA
+ PA reporter
+ according to PA
+ PA news agency
- Philadelphia, PA
- Pittsburgh PA
- she is my PA
- PA system
- hired a PA
- Harrisburg, PA 17101
"""

# Those that stay wrong, and why.
KNOWN = {
    ("lists", "Abolish ICE."): "the lists have a longer name there: Abolish ICE, Senate Republicans",
    (
        "lists",
        "abolish ice, full stop",
    ): "the lists have a longer name there: Abolish ICE, Senate Republicans",
    (
        "lists",
        "ABOLISH ICE AND PROSECUTE EVERYONE INVOLVED",
    ): "the lists have a longer name there: Abolish ICE, Senate Republicans",
    (
        "lists",
        "#AbolishICE is trending in Hillford",
    ): "the lists have a longer name there: Abolish ICE, Senate Republicans",
    (
        "lists",
        "Heard that #ICE was at the bus station, can anyone confirm?",
    ): "a hashtag that the lists alone do not settle",
    ("alone", "StandWithICE rally downtown, five people and a dog"): "run together without a #",
    ("company", "StandWithICE rally downtown, five people and a dog"): "run together without a #",
    ("lists", "StandWithICE rally downtown, five people and a dog"): "run together without a #",
    (
        "alone",
        "ICE IS NOT YOUR FRIEND AND NEITHER IS MICROSOFT",
    ): "in capitals, with no word that speaks of it",
    (
        "lists",
        "ICE IS NOT YOUR FRIEND AND NEITHER IS MICROSOFT",
    ): "in capitals, with no word that speaks of it",
    (
        "alone",
        "It is so cold, there's ICE everywhere, even indoors",
    ): "no word in the text tells that it means something else",
    (
        "company",
        "It is so cold, there's ICE everywhere, even indoors",
    ): "no word in the text tells that it means something else",
    (
        "lists",
        "It is so cold, there's ICE everywhere, even indoors",
    ): "no word in the text tells that it means something else",
    ("lists", "#FireICE"): "a hashtag that the lists alone do not settle",
    ("lists", "APPLE SHARES HIT RECORD HIGH"): "not in its exact spelling, which the lists ask for here",
    (
        "lists",
        "target cashier just told me her whole life story",
    ): "not in its exact spelling, which the lists ask for here",
    ("lists", "GAP CEO STEPS DOWN"): "not in its exact spelling, which the lists ask for here",
    ("lists", "returned the coat to the Gap store on Main"): "nothing in the text settles it",
    ("lists", "Meta is building another data centre in Hillford"): "nothing in the text settles it",
    ("lists", "Activists glue themselves to a Shell garage"): "nothing in the text settles it",
    ("lists", "Visa will not process payments for the site"): "nothing in the text settles it",
    ("lists", "Chase charged me 12 dollars for having 12 dollars"): "nothing in the text settles it",
    ("lists", "Stuck in Detroit because Delta overbooked"): "nothing in the text settles it",
    ("lists", "the Wired piece on content moderation is bleak"): "nothing in the text settles it",
    ("lists", "guardian article on cuts"): "not in its exact spelling, which the lists ask for here",
    ("lists", "Times columnist, wrong again"): "the lists know The Times only with its article",
    ("lists", "VOTE LABOUR"): "not in its exact spelling, which the lists ask for here",
    ("lists", "labour voters stayed home"): "not in its exact spelling, which the lists ask for here",
    ("lists", "Labour can't win Scotland back"): "nothing in the text settles it",
    (
        "lists",
        "Senate Republicans block it",
    ): "the lists have a longer name there: Abolish ICE, Senate Republicans",
    ("lists", "SENATE PASSES TAX BILL"): "not in its exact spelling, which the lists ask for here",
    ("lists", "our Senate at uni passed a motion"): "no word in the text tells that it means something else",
    ("lists", "CONGRESS DO YOUR JOB"): "not in its exact spelling, which the lists ask for here",
    ("lists", "City in the final! Come on lads"): "nothing in the text settles it",
    ("lists", "ARSENAL WIN THE CUP"): "not in its exact spelling, which the lists ask for here",
    ("lists", "Arsenal bottled it again, classic"): "nothing in the text settles it",
    ("lists", "LIVERPOOL WIN THE LEAGUE"): "not in its exact spelling, which the lists ask for here",
    ("lists", "CHELSEA WIN THE CUP"): "not in its exact spelling, which the lists ask for here",
}


def sentences() -> list[tuple[str, str, bool]]:
    rows, word = [], ""
    for line in SENTENCES.splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "=":
            word = rest
        else:
            rows.append((word, rest, mark == "+"))
    return rows


def cases() -> list[object]:
    rows = []
    for word, text, named in sentences():
        modes = ["lists"] if word in LISTED else ["alone"]
        if word == "ICE":
            modes = ["alone", "company", "lists"]
        for mode in modes:
            reason = KNOWN.get((mode, text))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            rows.append(pytest.param(mode, word, text, named, marks=marks))
    return rows


def actor(word: str) -> Actor:
    return Actor(id="x", kind="agency", name="Xyzzy Plugh", aliases=[word], case_sensitive=[word])


PACKAGED = Linker([])
STORIES = {
    ("alone", word): Linker([actor(word)])
    for word in {word for word, *_ in sentences()} - (set(LISTED) - {"ICE"})
}
STORIES["company", "ICE"] = Linker(
    [actor("ICE"), Actor(id="microsoft", kind="company", name="Microsoft", products=["Azure", "Xbox"])]
)


@pytest.mark.parametrize(("mode", "word", "text", "named"), cases())
def test_an_ambiguous_word(mode: str, word: str, text: str, named: bool) -> None:
    linker = PACKAGED if mode == "lists" else STORIES[mode, word]
    expected = LISTED[word] if mode == "lists" else "x"
    assert any(mention.entity_id == expected for mention in linker.find(text)) is named


def test_the_table_is_fair() -> None:
    rows = sentences()
    assert len({text for _, text, _ in rows}) >= 400
    assert sum(word == "ICE" for word, *_ in rows) >= 120
    assert 0.4 <= sum(named for *_, named in rows) / len(rows) <= 0.6
    assert {text for _, text in KNOWN} <= {text for _, text, _ in rows}


def place(text: str, word: str, **known: bool) -> Surroundings:
    start = text.index(word)
    before, after = around(text, start, start + len(word))
    words = set(re.findall(r"\w+", text.lower()))
    return Surroundings(word, before, after, text, words, **known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I saw ICE today", "entity.case"),
        ("I saw an ICE agent", "entity.case.neighbour"),
        ("WE ALL KNOW ICE AND DEPORTATIONS", "entity.case.company"),
        ("WE ALL KNOW ICE AND WINE", None),
        ("diesel or ICE, who cares", None),
        ("diesel for ICE, and the deportations go on", "entity.case"),
        ("drop the ICE cream", None),
    ],
)
def test_the_rule_of_a_story(text: str, expected: str | None) -> None:
    assert decide(ambiguous("ICE"), place(text, "ICE")) == expected


@pytest.mark.parametrize(
    ("name", "label", "text", "expected"),
    [
        ("Apple", "COMPANY", "they say Apple is late", "neighbour"),
        ("Apple", "COMPANY", "what Apple knows", "case"),
        ("Apple", "COMPANY", "Apple, what now", None),
        ("Apple", "COMPANY", "Apple, what now, no iphone", "support"),
        ("Apple", "COMPANY", "Apple pie on my iphone", None),
        ("ICE", "AGENCY", "ICE, what now", "case"),
        ("Acme", "COMPANY", "Acme shares fall", "neighbour"),
        ("Acme", "COMPANY", "what Acme knows", None),
        ("Acme", "COMPANY", "what Acme knows, said investors", "support"),
    ],
)
def test_the_reason_of_the_lists(name: str, label: str, text: str, expected: str | None) -> None:
    assert decide_listed(name, label, place(text, name)) == expected


def test_company_settles_a_name_of_the_lists() -> None:
    assert decide_listed("Acme", "COMPANY", place("what Acme knows", "Acme", company=True)) == "company"


def test_another_spelling_shares_its_entry() -> None:
    assert ambiguous("TIME") is ambiguous("Time")
    assert ambiguous("Guardian") is ambiguous("The Guardian")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"name": "Acme", "befor": ["a"]}, "x.toml, Acme: unknown key 'befor'"),
        ({"name": "Acme", "before": "a"}, "x.toml, Acme, before must be a list of words, not 'a'"),
        ({"name": "Acme", "before": [1]}, "x.toml, Acme, before: 1 is not a word"),
        ({"name": "Acme", "after": ["Inc"]}, "x.toml, Acme, after: 'Inc' can never match"),
        ({"name": "Acme", "after": ["all of the"]}, "x.toml, Acme, after: 'all of the' can never match"),
        ({"name": "Acme", "after": ["adam's"]}, 'x.toml, Acme, after: "adam\'s" can never match'),
        ({"name": "Acme", "support": ["two words"]}, "x.toml, Acme, support: 'two words' can never match"),
        ({"name": "Acme", "case": "yes"}, "x.toml, Acme: 'case' must be true or false, not 'yes'"),
        ({"name": 3}, "x.toml, name 1: 'name' must be a word, not 3"),
        ({}, "x.toml, name 1: 'name' must be a word, not None"),
    ],
)
def test_a_bad_entry(table: dict[str, object], message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)):
        entries({"name": [table]}, "x.toml", "name")


def test_a_spelling_stands_once() -> None:
    with pytest.raises(LexiconError, match="'Contoso' has an entry already, 'Contoso'"):
        entries({"name": [{"name": "Contoso"}, {"name": "Acme", "also": ["Contoso"]}]}, "x.toml", "name")


def test_tables_are_a_list() -> None:
    with pytest.raises(LexiconError, match=re.escape("x.toml: 'name' must be a list of tables")):
        entries({"name": {"name": "Acme"}}, "x.toml", "name")


def test_the_packaged_lexicons_are_right() -> None:
    assert len(_ambiguous._lexicon()) > len(read("ambiguous")["name"]) >= 40
    assert set(_ambiguous._of_label()) >= {"COMPANY", "AGENCY", "OUTLET", "ORG"}
    assert {"magazine", "card"} <= _ambiguous.trimmed_nouns()
