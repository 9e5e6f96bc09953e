using System.Collections.Immutable;

namespace Pulumi;

internal enum LogSeverity
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>What was said during one evaluation.</summary>
internal sealed class DeploymentLog
{
    private ImmutableList<string> _errors = [];

    public ImmutableList<string> Errors => _errors;

    public void Add(LogSeverity severity, string message)
    {
        // As under the official mocks: only errors are kept, and they fail the evaluation.
        if (severity == LogSeverity.Error)
        {
            ImmutableInterlocked.Update(ref _errors, errors => errors.Add(message));
        }
    }
}
