using BenchmarkDotNet.Running;
using NanoClaw.Edge.Bench;

// `--quick` measures without BenchmarkDotNet: a minute instead of ten, for a machine that others use too.
return args is ["--quick"] ? await QuickMeasurement.RunAsync()
    : BenchmarkSwitcher.FromAssembly(typeof(RuleEvaluationBenchmarks).Assembly).Run(args).Any() ? 0
    : 1;
