using System.Globalization;
using NanoClaw.Deployment.Setup;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.SettingUp;

/// <summary>A setup at the terminal: what is found goes to the standard error, line by line, and so do the questions.</summary>
internal sealed class TerminalConversation(CliContext context, bool canAsk) : ISetupConversation
{
    public bool CanAsk => canAsk;

    public void Say(SetupMark mark, string text)
    {
        var colours = context.ErrorColours;
        var line = OneLine.Of(text);
        context.Error.WriteLine(
            mark switch
            {
                SetupMark.Part => $"{Environment.NewLine}{line}",
                SetupMark.Good => $"  {colours.Green("ok  ")}  {line}",
                SetupMark.Lacking => $"  {colours.Red("BAD ")}  {line}",
                SetupMark.Change => $"  {colours.Yellow("->  ")}  {line}",
                _ => $"  {colours.Grey("    ")}  {line}",
            }
        );
    }

    public async Task<string> AskAsync(SetupQuestion question, CancellationToken cancellationToken)
    {
        context.Error.WriteLine();
        context.Error.WriteLine(OneLine.Of(question.Text));
        for (var i = 0; i < question.Choices.Count; i++)
        {
            context.Error.WriteLine(
                $"  {(i + 1).ToString(CultureInfo.InvariantCulture)}  {OneLine.Of(question.Choices[i].Value)}: {OneLine.Of(question.Choices[i].Text)}"
            );
        }

        await context.Error.WriteAsync(question.Default is { Length: > 0 } fallback ? $"[{OneLine.Of(fallback)}] > " : "> ").ConfigureAwait(false);
        var typed = (await ReadLineAsync(cancellationToken).ConfigureAwait(false)).Trim();
        return int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= question.Choices.Count
            ? question.Choices[number - 1].Value
            : typed;
    }

    public async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        context.Error.WriteLine();
        await context.Error.WriteAsync($"{OneLine.Of(question)} [y/N] > ").ConfigureAwait(false);
        return (await ReadLineAsync(cancellationToken).ConfigureAwait(false)).Trim().ToLowerInvariant() is "y" or "yes";
    }

    public Task<string> AskSecretAsync(string what, CancellationToken cancellationToken) => Task.FromResult(HiddenInput.Read(context, what));

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await context.In.ReadLineAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new CliException("Nothing more can be read from the standard input. Nothing was changed after the last question.", ExitCode.Usage);
}
