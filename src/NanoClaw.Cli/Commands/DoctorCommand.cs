using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoClaw.Doctor;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw doctor</c>: what is wrong, and what to do about it.</summary>
internal static class DoctorCommand
{
    private const string Details = """
        Nothing is changed, no run is spent, no message is sent or taken, and no secret is shown. It may be used beside a running assistant.

        Examples:
          nanoclaw doctor
          nanoclaw doctor --offline
          nanoclaw doctor --json | jq '.checks[] | select(.status == "problem")'

        Exit codes: 0 no problem (there may be warnings); 1 a problem.
        """;

    /// <summary>For people who look at it as well: letters and quotes stay as they are.</summary>
    private static readonly DoctorJson Readable = new(
        new JsonSerializerOptions(DoctorJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    /// <summary>For each check: a resolver or a dead address takes that long to give up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json("{ checks: [{ name, status, findings: [{ status, text, cure }] }], problems, warnings }");
        var offline = new Option<bool>("--offline") { Description = "Ask nothing outside of this machine." };
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("doctor", "Checks what may be set up wrongly, and says how to mend it.", Details) { json, offline, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var examined = DoctorContext.Read(context, parsed.GetValue(env), parsed.GetValue(offline));
                var report = await new Examination(DoctorChecks.All, Patience).RunAsync(examined, cancellationToken);
                if (parsed.GetValue(json))
                {
                    await context.Verbatim.WriteLineAsync(JsonSerializer.Serialize(report, Readable.DoctorReport).AsMemory(), cancellationToken);
                }
                else
                {
                    DoctorText.Write(context, report);
                }

                return report.Problems > 0 ? ExitCode.Failure : ExitCode.Success;
            }
        );
        return command;
    }
}
