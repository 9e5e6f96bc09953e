using NanoClaw.Home.Running;
using NanoClaw.Host.Decisions;

namespace NanoClaw.Cli.Commands.Rules;

/// <summary>The rules that the assistant would start with.</summary>
internal static class RulesFile
{
    /// <exception cref="CliException">They make no sense, or are not there; the message names the line.</exception>
    public static RuleTable Read(CliContext context, string? envFile, string? file)
    {
        try
        {
            if (file is null)
            {
                return RuleTable.Read(AssistantSettings.Read(context, envFile).Host.RulesPath);
            }

            var path = Path.GetFullPath(file, context.ProjectFolder);
            return Path.Exists(path) ? RuleTable.Read(path) : throw new CliException($"{path} is not there.", ExitCode.NotFound);
        }
        catch (InvalidDataException exception)
        {
            throw new CliException(exception.Message, ExitCode.Usage, exception);
        }
    }
}
