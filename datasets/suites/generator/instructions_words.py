"""Topics, lists and facts for the instructions suite."""

TOPICS = (  # topic, a word that each of its sentences has once, a word that none has, sentences without commas
    ("the sea", "waves", "water", ("The waves roll softly onto the warm sand", "Small fish hide under the quiet waves",
                                   "At night the waves sound like slow breathing")),
    ("winter", "frost", "snow", ("White frost covers the windows before sunrise", "Children draw faces in the frost",
                                 "The garden sleeps under a thin layer of frost")),
    ("a market", "stall", "shop", ("Every stall smells of bread and herbs", "An old man sells honey at his stall",
                                   "People stop at the stall with ripe melons")),
    ("a train journey", "window", "station", ("Green hills pass by the window for hours",
                                              "A boy presses his nose against the window",
                                              "Rain runs in thin lines down the window")),
    ("a library", "books", "read", ("Thousands of books wait on high shelves", "The oldest books are kept behind glass",
                                    "She carries seven books to her table")),
    ("a garden", "roses", "green", ("Red roses climb along the old wall", "Bees fly from the roses to the beans",
                                    "My aunt cuts her roses in March")),
    ("breakfast", "toast", "eat", ("Warm toast with butter tastes best on Sunday", "He burned the toast again this morning",
                                   "We share the last piece of toast")),
    ("a storm", "thunder", "lightning", ("Loud thunder wakes the whole village", "The dog hates thunder more than cats",
                                         "After the thunder comes a strange silence")),
    ("a football match", "goal", "ball", ("The first goal came after two minutes", "Nobody expected such a late goal",
                                          "Fans sang until the goal was shown again")),
    ("friendship", "friend", "love", ("A good friend listens before giving advice", "My oldest friend lives next door",
                                      "You can tell a friend the truth")),
    ("a long walk", "path", "tired", ("The narrow path leads over three hills", "We lost the path near the mill",
                                      "We follow the path until we see a barn")),
    ("the moon", "moon", "night", ("A full moon hangs above the roofs", "The moon pulls at the tides twice a day",
                                   "Twelve people have walked on the moon")),
    ("a cat", "paws", "mouse", ("She washes her paws in the morning sun", "Soft paws make no sound on stone steps",
                                "The kitten leaves its wet paws on my desk")),
    ("a city park", "bench", "tree", ("Two pigeons sleep on the empty bench", "Our bench stands next to the fountain",
                                      "An artist draws people from her bench")),
    ("music", "song", "sing", ("That old song makes my father smile", "The band played its shortest song twice",
                               "A simple song can stay with you for days")),
    ("a bakery", "bread", "flour", ("Fresh bread leaves the oven at five", "The smell of bread fills our narrow street",
                                    "They sell dark bread with nuts on Fridays")),
    ("a mountain", "summit", "high", ("Clouds hide the summit until noon", "We reached the summit with cold hands",
                                      "From the summit you can see two lakes")),
    ("a kitchen", "soup", "cook", ("Hot soup stands ready on the stove", "Grandmother adds lemon to her soup",
                                   "The best soup needs time and patience")),
    ("a bicycle", "wheel", "fast", ("The front wheel turns without a sound", "He mends the bent wheel in his cellar",
                                    "A leaf got stuck in the back wheel")),
    ("rain", "umbrella", "wet", ("My blue umbrella has a broken handle", "Someone left an umbrella on the bus",
                                 "We take the big umbrella for both of us")),
)

LISTS = (  # what they are, members
    ("fruits", ("apple", "banana", "cherry", "grape", "lemon", "mango", "pear")),
    ("colours", ("blue", "green", "orange", "purple", "red", "white", "yellow")),
    ("animals", ("bear", "camel", "dog", "eagle", "fox", "horse", "tiger")),
    ("vegetables", ("bean", "cabbage", "carrot", "leek", "onion", "pea", "spinach")),
    ("musical instruments", ("cello", "drum", "flute", "guitar", "harp", "piano", "trumpet")),
    ("sports", ("boxing", "football", "golf", "hockey", "rowing", "swimming", "tennis")),
    ("things in a kitchen", ("bowl", "fork", "kettle", "knife", "oven", "plate", "spoon")),
    ("drinks", ("cocoa", "coffee", "juice", "lemonade", "milk", "tea", "water")),
    ("jobs", ("baker", "doctor", "farmer", "nurse", "pilot", "singer", "teacher")),
)

YES_NO = (("Is ice cold?", "yes"), ("Is the sun a star?", "yes"), ("Do fish live in water?", "yes"),
          ("Is a triangle round?", "no"), ("Can a stone sing?", "no"), ("Is seven more than nine?", "no"),
          ("Is Paris in France?", "yes"), ("Does a week have seven days?", "yes"), ("Is snow black?", "no"),
          ("Do snakes have legs?", "no"), ("Is a whale bigger than a mouse?", "yes"), ("Is fire wet?", "no"))

FACTS = (("What is the capital of France?", "paris"), ("What is the capital of Italy?", "rome"),
         ("What is the capital of Japan?", "tokyo"), ("Which animal barks?", "dog"),
         ("What colour is the sky on a clear day?", "blue"), ("What do bees make?", "honey"),
         ("Which day comes after Monday?", "tuesday"), ("Which month comes after June?", "july"),
         ("What is the opposite of cold?", "hot"), ("What is frozen water called?", "ice"),
         ("Which planet do we live on?", "earth"), ("What is the capital of Spain?", "madrid"))

WORDS = ("lamp", "river", "window", "basket", "candle", "forest", "silver", "garden", "pencil", "thunder", "bridge", "mango")
OPENERS = ("Today", "Sometimes", "Perhaps", "Maybe", "Here", "Luckily", "Sadly", "Surely", "Again", "Indeed")   # go before any

LINES = {  # a short line for each letter of an acrostic
    "A": "A cold wind blows", "B": "Boats drift on the bay", "C": "Clouds gather slowly", "D": "Dogs bark far away",
    "E": "Evening comes early", "F": "Fields lie empty", "G": "Geese fly south", "H": "Houses glow with light",
    "I": "Ivy covers the gate", "K": "Kites rise above the hill", "L": "Lanterns hang in rows",
    "M": "Mist rests on the lake", "N": "Night falls at last", "O": "Owls begin to call", "P": "Paths turn to mud",
    "R": "Rain taps on the roof", "S": "Smoke climbs from chimneys", "T": "Trees lose their leaves",
    "U": "Under the bridge it is dry",
    "V": "Voices fade in the dark", "W": "Winter is near"}
ACROSTICS = ("LAMP", "RIVER", "STONE", "CLOUD", "BREAD", "HORSE", "MUSIC", "LIGHT", "WINTER", "GARDEN")
OF_LENGTH = {4: ("boat", "lamp", "rice", "snow", "door", "milk", "tree"),
             5: ("apple", "bread", "chair", "house", "river", "stone", "train"),
             6: ("basket", "candle", "garden", "orange", "pencil", "silver", "window")}
NUMBER_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
