// Each test brings up processes of its own; more at once than a small machine has cores only makes all of them slow.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
