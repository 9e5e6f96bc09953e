// Pulumi's SDK reads PULUMI_CONFIG, which belongs to the process: one evaluation at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
