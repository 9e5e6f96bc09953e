using System.Diagnostics;
using NanoClaw.Doctor.Checks;
using NanoClaw.Home.Examining;

namespace NanoClaw.Cli.Tests.Doctor;

public sealed class EnvFileCheckTests : DoctorFixture
{
    private static readonly EnvFileCheck Check = new();

    [Fact]
    public Task A_private_file_with_known_keys_is_well() => ExpectOkAsync(Check);

    [Fact]
    public async Task Keys_of_others_are_counted()
    {
        Env = $"{Agent}MY_OWN_THING=1\nAGENT_TOKEN=2\n";

        await ExpectAsync(Check, FindingStatus.Ok, " settings, and 2 that NanoClaw does not read");
    }

    [Fact]
    public async Task No_file_is_no_mistake()
    {
        File.Delete(EnvFile);

        await ExpectAsync(Check, FindingStatus.Skipped, "environment");
    }

    [Fact]
    public async Task A_file_that_others_may_read_is_a_problem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        SetMode(EnvFile, "640");

        await ExpectAsync(Check, FindingStatus.Problem, "chmod 600");
    }

    [Fact]
    public async Task A_line_that_makes_no_sense_is_named_by_its_number()
    {
        Env = Agent + "not a setting s3cret";

        await ExpectAsync(Check, FindingStatus.Problem, "line 5");
    }

    [Theory]
    [InlineData("CLOUDFLARE_AGENT_ENPOINT", "CLOUDFLARE_AGENT_ENDPOINT")]
    [InlineData("TELEGRAM_TOKEN_BOT", null)]
    [InlineData("asistant_name", "ASSISTANT_NAME")]
    [InlineData("TX", null)]
    [InlineData("MY_OWN_THING", null)]
    public async Task A_key_that_is_nearly_right_is_told_with_the_right_one(string key, string? meant)
    {
        Env = $"{Agent}{key}=s3cret\n";

        if (meant is null)
        {
            await ExpectOkAsync(Check);
        }
        else
        {
            await ExpectAsync(Check, FindingStatus.Warning, key, $"Was {meant} meant?");
        }
    }

    [Fact]
    public async Task A_file_that_git_tracks_is_a_problem()
    {
        Git("init", "-q");
        await ExpectOkAsync(Check);

        Git("add", "-f", ".env");

        await ExpectAsync(Check, FindingStatus.Problem, "tracked by git", "git rm --cached");
    }

    [Fact]
    public async Task The_older_name_of_the_token_is_told()
    {
        Env = Agent.Replace("CLOUDFLARE_AGENT_TOKEN", "CLOUDFLARE_API_TOKEN", StringComparison.Ordinal);
        await ExpectAsync(Check, FindingStatus.Warning, "Pulumi", "Rename it to CLOUDFLARE_AGENT_TOKEN");

        Env = Agent + "CLOUDFLARE_API_TOKEN=t0ken\n";
        await ExpectAsync(Check, FindingStatus.Warning, "Remove CLOUDFLARE_API_TOKEN");

        Env = Agent + "CLOUDFLARE_API_TOKEN=pulumis-own\n";
        await ExpectOkAsync(Check);
    }

    [Fact]
    public async Task What_the_environment_overrides_is_told_without_either_value()
    {
        Variables["CLOUDFLARE_AGENT_TOKEN"] = "t0ken-of-the-shell";

        await ExpectAsync(Check, FindingStatus.Warning, "CLOUDFLARE_AGENT_TOKEN", "unset CLOUDFLARE_AGENT_TOKEN");
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Folder, .. arguments]))!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
