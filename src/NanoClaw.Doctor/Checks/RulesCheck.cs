using System.Runtime.CompilerServices;
using NanoClaw.Host.Decisions;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the rules of what is asked for first make sense, and name groups that there are.</summary>
public sealed class RulesCheck : IDoctorCheck
{
    public string Name => "rules";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (table, problem) = Read(context.Settings?.Host.RulesPath);
        if (table is null)
        {
            yield return problem!;
            yield break;
        }

        await using (var store = context.OpenStore())
        {
            var folders = store is null ? null : (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder).ToList();
            foreach (var stray in folders is null ? [] : table.FindStrayFolders(folders))
            {
                yield return Finding.Warning(stray, "The rule never fits there. Name a folder of 'nanoclaw groups list', or take the rule out.");
            }
        }

        yield return Finding.Ok(
            ReferenceEquals(table, RuleTable.Default) ? "The default ones hold: a person is asked for what reaches other groups." : table.Name
        );
    }

    private static (RuleTable? Table, Finding? Problem) Read(string? path)
    {
        try
        {
            return (RuleTable.Read(path), null);
        }
        catch (InvalidDataException exception)
        {
            return (null, Finding.Problem(exception.Message));
        }
    }
}
