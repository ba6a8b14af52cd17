Dear TA,

my laptop broke, here is what I remember:

first you train the network, then...
