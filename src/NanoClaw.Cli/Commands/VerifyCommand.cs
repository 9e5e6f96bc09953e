using System.CommandLine;
using NanoClaw.Cli.Configuration;
using NanoClaw.Cli.Verifying;
using NanoClaw.Verification;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw verify</c>: proves a deployment from outside.</summary>
internal static class VerifyCommand
{
    private const string Details = $$"""
        It says first what it will do and what that costs, and asks. Every attempt to get in has to be refused by the layer it is aimed at: what only a later layer stops is a hole too. A refusal counts only while the right credentials are let in.

        The deployment is that of the environment and .env, else that of 'nanoclaw dev'; with --stack, --from or --local that of the outputs. Secrets are read from there or from files in the shape of .env, never from arguments. With CLOUDFLARE_API_TOKEN set and a stack's outputs, the Worker's names at workers.dev are looked up.

        --json: { endpoint, startedAt, seconds, outcome, why, results: [{ id, name, verdict, by, detail, wrong, cure, seconds }] }; outcome is held, hole or inconclusive, a verdict refused, let-in, kept, broken, inconclusive or not-applicable.

        Examples:
          nanoclaw verify
          nanoclaw verify --stack prod --yes --junit verify.xml
          nanoclaw verify --stack prod --other staging.env --retired -
          nanoclaw verify --only credentials --only jwt.forged-header --yes
          nanoclaw verify --list
          pulumi stack output --json --show-secrets | nanoclaw verify --from - --yes

        {{ExitCode.VerifyHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var stack = new Option<string?>("--stack", "-s")
        {
            Description = "The stack whose outputs to take, from the Pulumi CLI (with --local: from the local cloud, default 'local').",
        };
        var from = new Option<string?>("--from")
        {
            Description = "A file with the JSON of 'pulumi stack output --json --show-secrets', or - for standard input.",
            HelpName = "FILE",
        };
        var local = new Option<bool>("--local") { Description = "Take the outputs of the local cloud that 'nanoclaw dev' keeps running." };
        var env = CommonOptions.EnvFile();
        var other = new Option<string?>("--other")
        {
            Description = "A .env file with another environment's credentials, which must be refused; - reads standard input.",
            HelpName = "FILE",
        };
        var expired = new Option<string?>("--expired") { Description = "The same with expired ones.", HelpName = "FILE" };
        var retired = new Option<string?>("--retired") { Description = "The same with those of the generation before the previous one.", HelpName = "FILE" };
        var workersDev = new Option<string?>("--workers-dev")
        {
            Description = "The Worker's name at workers.dev, where nothing may answer.",
            HelpName = "HOST",
        };
        var preview = new Option<string?>("--preview") { Description = "The name of one of its versions there.", HelpName = "HOST" };
        var only = new Option<string[]>("--only")
        {
            Description = "Make only this check, or all whose ids begin with it up to a dot. May be repeated.",
            HelpName = "ID",
        };
        var skip = new Option<string[]>("--skip") { Description = "Skip this check, and say so. May be repeated.", HelpName = "ID" };
        var list = new Option<bool>("--list") { Description = "List all checks, and make none." };
        var flood = new Option<int?>("--flood")
        {
            Description =
                $"Send so many requests that the rate limit must bite ({VerificationPlan.DefaultFlood} unless named), which blocks this address for a while.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "REQUESTS",
            DefaultValueFactory = _ => null,
        };
        flood.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var number) && number is >= 1 and <= MostFlood))
            {
                result.AddError($"--flood takes a number from 1 to {MostFlood}, not '{text}'.");
            }
        });
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var json = CommonOptions.Json("the report");
        var junit = new Option<string?>("--junit") { Description = "Write the report to a file in JUnit's form too.", HelpName = "FILE" };
        var command = new DocumentedCommand("verify", "Proves a deployment from outside: the contract is kept, and nothing gets in.", Details)
        {
            stack,
            from,
            local,
            env,
            other,
            expired,
            retired,
            workersDev,
            preview,
            only,
            skip,
            list,
            flood,
            yes,
            json,
            junit,
        };
        command.Validators.Add(result =>
        {
            if (
                (result.GetValue(from) is null ? 0 : 1)
                    + (result.GetValue(local) || result.GetValue(stack) is not null ? 1 : 0)
                    + (result.GetValue(env) is null ? 0 : 1)
                > 1
            )
            {
                result.AddError("Name one source: --stack NAME, --from FILE, --local or --env-file FILE.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(list))
                {
                    VerificationList.Write(context, parsed.GetValue(json));
                    return ExitCode.Success;
                }

                var session = new VerificationSession(context)
                {
                    Source = new VerificationSource
                    {
                        Outputs =
                            parsed.GetValue(from) is not null || parsed.GetValue(local) || parsed.GetValue(stack) is not null
                                ? new OutputSource(parsed.GetValue(stack), parsed.GetValue(from), parsed.GetValue(local))
                                : null,
                        EnvFile = parsed.GetValue(env),
                        Other = parsed.GetValue(other),
                        Expired = parsed.GetValue(expired),
                        Retired = parsed.GetValue(retired),
                        WorkersDev = parsed.GetValue(workersDev),
                        Preview = parsed.GetValue(preview),
                    },
                    Selection = new CheckSelection
                    {
                        Only = parsed.GetValue(only) ?? [],
                        Skip = parsed.GetValue(skip) ?? [],
                        Flood = parsed.GetResult(flood) is { Implicit: false } ? parsed.GetValue(flood) ?? VerificationPlan.DefaultFlood : null,
                    },
                    IsAgreed = parsed.GetValue(yes),
                    Json = parsed.GetValue(json),
                    JUnitFile = parsed.GetValue(junit),
                };
                return await session.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        );
        return command;
    }

    /// <summary>More is an attack, not a proof.</summary>
    private const int MostFlood = 1000;
}
