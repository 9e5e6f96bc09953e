using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.Extensions.Options;
using NanoClaw.Backup;
using NanoClaw.Channels.WhatsApp;
using NanoClaw.Cli.Commands;
using NanoClaw.Cli.Commands.Backup;
using NanoClaw.Cli.Commands.Groups;
using NanoClaw.Cli.Commands.History;
using NanoClaw.Cli.Commands.Memory;
using NanoClaw.Cli.Commands.Messages;
using NanoClaw.Cli.Commands.Rules;
using NanoClaw.Cli.Commands.Runs;
using NanoClaw.Cli.Commands.Services;
using NanoClaw.Cli.Commands.Sessions;
using NanoClaw.Cli.Commands.Tasks;
using NanoClaw.Cli.Suggesting;
using NanoClaw.Deployment;
using NanoClaw.Home.Keys;
using NanoClaw.Import;
using NanoClaw.Installation;
using NanoClaw.LocalCloud;
using NanoClaw.Store;
using NanoClaw.Terminal.Streams;

namespace NanoClaw.Cli;

/// <summary>The <c>nanoclaw</c> command: what it is made of, and what its failures become.</summary>
internal static class NanoClawCommandLine
{
    /// <summary>Runs one command line, and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CliContext context, CancellationToken cancellationToken = default)
    {
        context = context.Wrapped();
        if (args.Length == 0)
        {
            context.Error.WriteLine(FirstSteps.Text);
            return ExitCode.Usage;
        }

        // An argument such as @Andy is a call, not the name of a file with more arguments.
        var parsed = Create(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            // What is wrong is no output.
            foreach (var mistake in CommandMistake.Describe(parsed))
            {
                context.Error.WriteLine(TerminalText.Safe(mistake));
            }

            context.Error.WriteLine($"How it is used: {CommandMistake.PathOf(parsed.CommandResult)} --help");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            // A command ends everything it started; the platform's own end would cut that short.
            ProcessTerminationTimeout = parsed.CommandResult.Command is DocumentedCommand { HandlesSignals: true } ? null : TimeSpan.FromSeconds(15),
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException exception)
        {
            return Fail(context, exception.Message, exception.ExitCode);
        }
        catch (DeploymentException exception)
        {
            return Fail(context, exception.Message, FailureCode.Of(exception.Failure));
        }
        catch (LocalCloudException exception)
        {
            return Fail(context, exception.Message, ExitCode.Failure);
        }
        catch (WhatsAppException exception)
        {
            return Fail(context, exception.Message, ExitCode.Failure);
        }
        catch (InstallationException exception)
        {
            return Fail(context, exception.Message, FailureCode.Of(exception.Failure));
        }
        catch (ImportException exception)
        {
            return Fail(context, exception.Message, FailureCode.Of(exception.Failure));
        }
        catch (OptionsValidationException exception)
        {
            return Fail(context, $"The configuration is not right:\n  {string.Join("\n  ", exception.Failures)}", ExitCode.Usage);
        }
        catch (StoreException exception)
        {
            return Fail(
                context,
                exception.Message,
                exception.Failure is StoreFailure.InUse or StoreFailure.Busy or StoreFailure.Conflict ? ExitCode.Conflict : ExitCode.Failure
            );
        }
        catch (BackupException exception)
        {
            return Fail(context, exception.Message, FailureCode.Of(exception));
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (OutputClosedException)
        {
            return ExitCode.OutputClosed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(context, exception.Message, ExitCode.Failure);
        }
        catch (Exception exception)
        {
            // A fault of this program. Its stack is for who looks for it, and nobody is helped by a core dump.
            var stack = context.Variable(AssistantKeys.LogLevel) is "debug" or "trace" ? $"\n{exception.StackTrace}" : "";
            return Fail(
                context,
                $"An error that NanoClaw does not know: {exception.GetType().Name}: {exception.Message} 'nanoclaw doctor' looks for what is set up wrongly; {AssistantKeys.LogLevel}=debug shows where it was.{stack}",
                ExitCode.Failure
            );
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Your personal assistant's agent, on Cloudflare or on this machine.")
        {
            RunCommand.Create(context),
            ChatCommand.Create(context),
            StatusCommand.Create(context),
            CostCommand.Create(context),
            GroupsCommand.Create(context),
            TasksCommand.Create(context),
            SessionsCommand.Create(context),
            MessagesCommand.Create(context),
            MemoryCommand.Create(context),
            SendCommand.Create(context),
            RulesCommand.Create(context),
            HistoryCommand.Create(context),
            RunsCommand.Create(context),
            AuditCommand.Create(context),
            WhatsAppCommand.Create(context),
            BackupCommand.Create(context),
            RestoreCommand.Create(context),
            DoctorCommand.Create(context),
            ServiceCommand.Create(context),
            VersionCommand.Create(context),
            ImportCommand.Create(context),
            SetupCommand.Create(context),
            DevCommand.Create(context),
            AskCommand.Create(context),
            PreviewCommand.Create(context),
            VerifyCommand.Create(context),
            ConfigCommand.Create(context),
            RotateCommand.Create(context),
            EdgeCommand.Create(context),
        };
        DetailedHelp.AddTo(root);
        return root;
    }

    private static int Fail(CliContext context, string message, int code)
    {
        context.Error.WriteLine($"nanoclaw: {TerminalText.Safe(message)}");
        return code;
    }
}
