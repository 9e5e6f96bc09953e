using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Messages;

/// <summary><c>nanoclaw messages retry</c> and <c>drop</c>.</summary>
internal static class MessagesChangeCommand
{
    public static Command CreateRetry(CliContext context) =>
        Create(
            context,
            "retry",
            "Has a message answered that was set aside.",
            "It comes at the end of its chat, as if it was written now. If the agent refuses it again, it is set aside again.",
            static (store, number, cancellationToken) => store.RetryAsync(number, cancellationToken),
            "goes to the agent again",
            "The message is answered"
        );

    public static Command CreateDrop(CliContext context) =>
        Create(
            context,
            "drop",
            "Gives a message up that was set aside.",
            "It stays in its chat's history and is not answered.",
            static (store, number, cancellationToken) => store.DropAsync(number, cancellationToken),
            "is given up",
            waiting: null
        );

    private static DocumentedCommand Create(
        CliContext context,
        string name,
        string description,
        string meaning,
        Func<ISetAsideStore, long, CancellationToken, ValueTask<bool>> change,
        string done,
        string? waiting
    )
    {
        var details = $"""
            {meaning}

            --json: an array of the messages, as 'messages list --json' prints them.

            Examples:
              nanoclaw messages {name} 3
              nanoclaw messages {name} --all

            {ExitCode.AdministrationHelp}
            """;
        var which = new Argument<long?>("NUMBER") { Description = "The message, as 'messages list' numbers it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all", "-a") { Description = "All of them." };
        var json = CommonOptions.Json("the messages");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand(name, description, details) { which, all, json, env };
        command.Validators.Add(result =>
        {
            if (result.GetValue(which) is null != result.GetValue(all))
            {
                result.AddError("Name a message by its number, or all with --all.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var number = parsed.GetValue(which);
                var changed = new List<SetAsideMessage>();
                foreach (
                    var message in (await connection.Store.SetAside.ListAsync(cancellationToken)).Where(message => number is null || message.Number == number)
                )
                {
                    if (await change(connection.Store.SetAside, message.Number, cancellationToken))
                    {
                        changed.Add(message);
                    }
                }

                if (number is not null && changed.Count == 0)
                {
                    throw new CliException($"No message is set aside under {number}. 'nanoclaw messages list' shows those that are.", ExitCode.NotFound);
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, (IReadOnlyList<SetAsideMessage>)changed, types => types.IReadOnlyListSetAsideMessage);
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        changed.Count == 0
                            ? "No message is set aside."
                            : string.Join('\n', changed.Select(message => $"{message.Number} of {OneLine.Of(message.ChatJid)} {done}."))
                    );
                }

                if (waiting is not null && changed.Count > 0)
                {
                    await connection.WakeAssistantAsync(waiting, changed[0].ChatJid, cancellationToken);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }
}
