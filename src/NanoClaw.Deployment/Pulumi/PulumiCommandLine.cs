namespace NanoClaw.Deployment.Pulumi;

/// <summary>The Pulumi CLI, as far as the commands need it.</summary>
public sealed class PulumiCommandLine(PulumiSurroundings surroundings)
{
    private static readonly TimeSpan Finishing = TimeSpan.FromMinutes(2);

    private readonly PulumiProcess _process = new(surroundings);

    /// <summary>A stack's outputs as JSON, its secrets in plain text: they go to memory, and nowhere else.</summary>
    /// <exception cref="DeploymentException">There is no such stack, no CLI, or nobody is logged in.</exception>
    public async Task<string> StackOutputsAsync(string stack, CancellationToken cancellationToken) =>
        await ReadAsync(
                ["stack", "output", "--json", "--show-secrets"],
                stack,
                $"give the outputs of the stack '{stack}'",
                $"Try 'pulumi stack output --stack {stack}' by itself, or 'pulumi login' first.",
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>A stack's whole state as JSON, its secrets in plain text: as above.</summary>
    public async Task<string> ExportAsync(string stack, CancellationToken cancellationToken) =>
        await ReadAsync(
                ["stack", "export", "--show-secrets"],
                stack,
                $"export the state of the stack '{stack}'",
                $"Try 'pulumi stack export --stack {stack}' by itself.",
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>The resources of a stack's state, their names and ids alone: what is secret stays encrypted.</summary>
    public async Task<IReadOnlyList<PulumiResource>> ResourcesAsync(string stack, CancellationToken cancellationToken) =>
        PulumiResource.Read(
            await ReadAsync(
                    ["stack", "export"],
                    stack,
                    $"export the state of the stack '{stack}'",
                    $"Try 'pulumi stack export --stack {stack}' by itself.",
                    cancellationToken
                )
                .ConfigureAwait(false)
        );

    /// <summary>Who is logged in, and where.</summary>
    public async Task<PulumiLogin> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var result = await _process
            .RunAsync(["whoami", "--verbose", "--json", "--non-interactive", "--color", "never"], input: null, onLine: null, TimeSpan.Zero, cancellationToken)
            .ConfigureAwait(false);
        return result.Code == 0 && PulumiLogin.TryParse(result.Output) is { } login
            ? login
            : throw PulumiErrors.Failed(
                "tell who is logged in",
                "",
                result,
                secret: null,
                "Log in first: 'pulumi login', or 'pulumi login --local' for a state of your own."
            );
    }

    /// <summary>Whether there is such a stack where the CLI is logged in.</summary>
    public async Task<bool> StackExistsAsync(string stack, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["stack", "output", "--json"], stack, input: null, onLine: null, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return result.Code == 0
            || (
                result.Error.Contains("no stack named", StringComparison.Ordinal)
                    ? false
                    : throw PulumiErrors.Failed($"look for the stack '{stack}'", stack, result, secret: null, "Log in first: 'pulumi login'.")
            );
    }

    /// <summary>Makes a stack.</summary>
    public async Task InitStackAsync(string stack, CancellationToken cancellationToken) =>
        await ChangeAsync(["stack", "init", "--no-select"], stack, input: null, $"make the stack '{stack}'", cancellationToken).ConfigureAwait(false);

    /// <summary>What an update would do. Nothing is changed.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="refresh">Whether the account is asked how everything stands first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PulumiPreview> PreviewAsync(string stack, bool refresh, CancellationToken cancellationToken)
    {
        string[] arguments = refresh ? ["preview", "--json", "--refresh"] : ["preview", "--json"];
        var result = await RunAsync(arguments, stack, input: null, onLine: null, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return PulumiPreview.TryParse(result.Output, out var preview) && result.Code == 0
            ? preview
            : throw PulumiErrors.Failed(
                $"preview the stack '{stack}'",
                stack,
                result with
                {
                    Error = string.Join('\n', preview.Errors.Prepend(result.Error)),
                },
                secret: null,
                $"Look at it with 'pulumi preview --stack {stack}'. Nothing was changed."
            );
    }

    /// <summary>Updates a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="onLine">Told what it does, line by line.</param>
    /// <param name="cancellationToken">Interrupts it; it then has two minutes to end what it is at.</param>
    public async Task UpAsync(string stack, Action<string> onLine, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["up", "--yes", "--skip-preview", "--suppress-outputs"], stack, input: null, onLine, Finishing, cancellationToken)
            .ConfigureAwait(false);
        if (result.Code != 0)
        {
            throw PulumiErrors.Failed(
                $"update the stack '{stack}'",
                stack,
                result,
                secret: null,
                "What was done stays done; mend the cause and run the same command again: it goes on from there."
            );
        }
    }

    /// <summary>Any other call, for what has no method of its own, such as an import.</summary>
    /// <param name="arguments">The words after <c>pulumi</c>, without the stack.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="what">What it is to do, for an error.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public async Task ChangeAsync(IReadOnlyList<string> arguments, string stack, string? input, string what, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, stack, input, onLine: null, Finishing, cancellationToken).ConfigureAwait(false);
        if (result.Code != 0)
        {
            throw PulumiErrors.Failed(what, stack, result, input, $"Try it by itself: pulumi {string.Join(' ', arguments)} --stack {stack}");
        }
    }

    private async Task<string> ReadAsync(string[] arguments, string stack, string what, string otherwise, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, stack, input: null, onLine: null, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return result.Code == 0 ? result.Output : throw PulumiErrors.Failed(what, stack, result, secret: null, otherwise);
    }

    private Task<PulumiResult> RunAsync(
        IReadOnlyList<string> arguments,
        string stack,
        string? input,
        Action<string>? onLine,
        TimeSpan finishing,
        CancellationToken cancellationToken
    ) => _process.RunAsync([.. arguments, "--stack", stack, "--non-interactive", "--color", "never"], input, onLine, finishing, cancellationToken);
}
