using NanoClaw.Host.Decisions;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the rules of what is asked for first make sense.</summary>
public sealed class RulesCheck : IDoctorCheck
{
    public string Name => "rules";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        yield return Read(context.Settings?.Host.RulesPath);
    }

    private static Finding Read(string? path)
    {
        try
        {
            var table = RuleTable.Read(path);
            return Finding.Ok(
                ReferenceEquals(table, RuleTable.Default) ? "The default ones hold: a person is asked for what reaches other groups." : table.Name
            );
        }
        catch (InvalidDataException exception)
        {
            return Finding.Problem(exception.Message);
        }
    }
}
