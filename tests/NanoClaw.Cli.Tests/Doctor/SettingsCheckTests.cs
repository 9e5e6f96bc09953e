using NanoClaw.Doctor;
using NanoClaw.Doctor.Checks;

namespace NanoClaw.Cli.Tests.Doctor;

public sealed class SettingsCheckTests : DoctorFixture
{
    [Fact]
    public Task Settings_that_can_be_are_well() => ExpectOkAsync(new SettingsCheck());

    [Fact]
    public async Task Every_mistake_is_told()
    {
        Env =
            Agent
            + "BUDGET_STOP_AT=much\nTELEGRAM_BOT_TOKEN=x\nAGENT_LOG_CONTENT=maybe\nPOLL_SECONDS=0\nOTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318\nOTEL_EXPORTER_OTLP_PROTOCOL=morse\n";

        await ExpectAsync(new SettingsCheck(), FindingStatus.Problem, "BUDGET_STOP_AT", ".env");
        await ExpectAsync(new SettingsCheck(), FindingStatus.Problem, "AGENT_LOG_CONTENT");
        await ExpectAsync(new SettingsCheck(), FindingStatus.Problem, "POLL_SECONDS");
        await ExpectAsync(new SettingsCheck(), FindingStatus.Problem, "OTEL_EXPORTER_OTLP_PROTOCOL");
    }

    [Fact]
    public async Task An_agent_that_is_not_named_is_a_problem_with_two_ways_out()
    {
        Env = "";

        await ExpectAsync(new SettingsCheck(), FindingStatus.Problem, "No agent is configured", "nanoclaw dev", "nanoclaw config pull");
    }

    [Fact]
    public async Task A_runtime_too_old_is_a_problem()
    {
        await ExpectOkAsync(new RuntimeCheck());
        await ExpectAsync(new RuntimeCheck(new Version(8, 0, 1)), FindingStatus.Problem, "8.0.1", "dotnet.microsoft.com");
    }

    [Fact]
    public async Task A_clock_that_cannot_be_right_is_a_problem()
    {
        await ExpectOkAsync(new ClockCheck());

        Time.AdjustTime(DateTimeOffset.UnixEpoch);

        await ExpectAsync(new ClockCheck(), FindingStatus.Problem, "1970", "timedatectl");
    }
}
