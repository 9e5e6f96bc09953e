using System.Reflection;

namespace Pulumi;

/// <summary>Runs one program to its end and turns what failed into logged errors.</summary>
internal sealed class ProgramRunner(DeploymentContext context)
{
    // The exit code by which the engine knows that the reason has been told already.
    private const int ToldTheUser = 32;

    public async Task<int> RunAsync(Func<Stack> createStack)
    {
        try
        {
            var stack = createStack();
            stack.RegisterPropertyOutputs();
            context.Tasks.Add(stack.StackOutputs.Data);
        }
        catch (Exception e)
        {
            return Fail([e]);
        }

        var failures = await context.Tasks.SettleAsync().ConfigureAwait(false);
        return failures.Count > 0 ? Fail(failures)
            : context.Messages.Errors.IsEmpty ? 0
            : 1;
    }

    private int Fail(IReadOnlyList<Exception> failures)
    {
        foreach (var failure in failures)
        {
            context.Messages.Add(LogSeverity.Error, Describe(failure));
        }

        // Also for a program that doesn't return RunAsync's result.
        Environment.ExitCode = ToldTheUser;
        return ToldTheUser;
    }

    private static string Describe(Exception failure) =>
        failure switch
        {
            RunException e => e.Message,
            ResourceException { HideStack: true } e => e.Message,
            ResourceException e => e.ToString(),
            _ => $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{failure}",
        };
}
