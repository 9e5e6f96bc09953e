using Pulumi;

namespace NanoClaw.Infra.Checks;

/// <summary>The text of <c>contract-check.sh</c>, and not a path to it: a path would differ from machine to machine.</summary>
public static class ContractCheckScript
{
    /// <exception cref="RunException">It is not beside the program.</exception>
    public static string Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Checks", "contract-check.sh");
        try
        {
            return File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"The contract check's script cannot be read: {e.Message} Build infra again, or set nanoclaw:contractCheck to false.", e);
        }
    }
}
