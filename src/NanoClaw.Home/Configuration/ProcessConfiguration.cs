using Microsoft.Extensions.Configuration;
using NanoClaw.Agents;
using NanoClaw.LocalCloud;

namespace NanoClaw.Home.Configuration;

/// <summary>What the environment and a <c>.env</c> file say, together.</summary>
public static class ProcessConfiguration
{
    private const string SearchedKey = "NanoClaw:Searched";

    /// <summary>
    /// The environment over the project's <c>.env</c>; where neither names an agent, that of the local cloud.
    /// </summary>
    /// <param name="context">The command's surroundings.</param>
    /// <param name="envFile">A file in the place of the project's <c>.env</c>.</param>
    public static IConfiguration Open(CliContext context, string? envFile)
    {
        if (envFile is not null && !File.Exists(envFile))
        {
            throw new CliException(
                Directory.Exists(envFile)
                    ? $"{envFile} is a folder: --env-file names a file."
                    : $"{envFile} does not exist, or this user may not look into its folder.",
                ExitCode.Usage
            );
        }

        var file = envFile ?? Path.Combine(context.ProjectFolder, ".env");
        var own = Build(environment: true, file);
        string[] searched = envFile is null ? [file, StateFolder.Of(context.ProjectFolder, StackName.Local).AgentConfigurationFile] : [file];
        var local = StateFolder.Of(context.ProjectFolder, StackName.Local).AgentConfigurationFile;
        var isNamed =
            envFile is not null || own[AgentConfigurationKeys.Endpoint] is { Length: > 0 } || own[AgentConfigurationKeys.Runtime] == ContainerAgentRuntime.Name;
        var configuration = isNamed || !File.Exists(local) ? own : Build(environment: true, file, local);
        configuration[SearchedKey] = string.Join(", ", searched);
        return configuration;
    }

    /// <summary>The files in which an agent was looked for, there or not, in words.</summary>
    public static string SearchedIn(IConfiguration configuration) => configuration[SearchedKey] ?? "";

    /// <summary>Whether anything at all names an agent.</summary>
    public static bool NamesAgent(IConfiguration configuration) =>
        new[]
        {
            AgentConfigurationKeys.Endpoint,
            AgentConfigurationKeys.Token,
            AgentConfigurationKeys.AccessClientId,
            AgentConfigurationKeys.AccessClientSecret,
            AgentConfigurationKeys.Runtime,
        }.Any(key => !string.IsNullOrWhiteSpace(configuration[key]));

    /// <summary>What one file says, whatever the environment does.</summary>
    public static IConfiguration OpenFile(string file) => Build(environment: false, file);

    private static IConfigurationRoot Build(bool environment, params string[] files)
    {
        try
        {
            var builder = files.Aggregate((IConfigurationBuilder)new ConfigurationBuilder(), (built, file) => built.AddDotEnvFile(file));
            return (environment ? builder.AddEnvironmentVariables() : builder).Build();
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new CliException((exception.InnerException ?? exception).Message, ExitCode.Usage, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                $"The settings cannot be read: {exception.Message} Let this user ({Environment.UserName}) own the file, with chmod 600, or name another with --env-file.",
                ExitCode.Usage,
                exception
            );
        }
    }
}
