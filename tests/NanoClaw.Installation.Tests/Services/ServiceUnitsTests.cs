using System.Diagnostics;
using NanoClaw.Installation.Services;

namespace NanoClaw.Installation.Tests.Services;

public sealed class ServiceUnitsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("units-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_person_s_service_runs_the_program_in_its_folder_with_what_it_needs_on_the_path()
    {
        var unit = Assert.Single(ServiceUnits.Of(Plan()));

        Assert.Equal("nanoclaw.service", unit.Name);
        Has(unit, "WorkingDirectory=/home/ann/assistant");
        Has(unit, "ExecStart=/opt/nanoclaw/nanoclaw run --json");
        Has(unit, "Environment=PATH=/usr/local/bin:/usr/bin");
        Has(unit, "WantedBy=default.target");
        Has(unit, "NoNewPrivileges=true");
        Has(unit, "TimeoutStopSec=45");
        Assert.DoesNotContain("User=", unit.Text, StringComparison.Ordinal);
        // Each of these needs a namespace, which a person's systemd may not be able to make.
        Assert.DoesNotContain("Protect", unit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Private", unit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_service_writes_to_its_folders_alone()
    {
        var unit = ServiceUnits.Of(Plan() with { IsSystem = true, User = "nanoclaw", OtherWritableFolders = ["/var/lib/my store"] })[0];

        Has(unit, "User=nanoclaw");
        Has(unit, "ProtectSystem=strict");
        Has(unit, "ProtectHome=read-only");
        Has(unit, "CapabilityBoundingSet=");
        Has(unit, "ReadWritePaths=/home/ann/assistant \"/var/lib/my store\"");
        Has(unit, "WantedBy=multi-user.target");
    }

    [Fact]
    public void A_stack_gets_a_timer_that_pulls_and_no_secret_stands_in_a_unit()
    {
        var units = ServiceUnits.Of(Plan() with { PullStack = "prod" });

        Assert.Equal(["nanoclaw.service", "nanoclaw-pull.service", "nanoclaw-pull.timer"], units.Select(unit => unit.Name));
        Has(units[1], "ExecStart=/opt/nanoclaw/nanoclaw config pull --stack prod");
        Has(units[1], "EnvironmentFile=-%h/.config/nanoclaw/pull.env");
        Has(units[2], "OnCalendar=daily");
        Has(units[2], "Persistent=true");
    }

    [Fact]
    public void Nothing_in_a_path_is_syntax()
    {
        var unit = ServiceUnits.Of(Plan() with { ProjectFolder = "/home/ann/100% \"mine\" $HOME", Program = ["/opt/nano claw/nano\"claw\\$x%n"] })[0];

        Has(unit, "WorkingDirectory=/home/ann/100%% \"mine\" $HOME");
        Has(unit, "ExecStart=\"/opt/nano claw/nano\\\"claw\\\\$$x%%n\" run --json");
        Assert.Throws<InstallationException>(() => ServiceUnits.Of(Plan() with { ProjectFolder = "/home/ann\n[Service]\nExecStart=/bin/evil" }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Systemd_finds_nothing_wrong_with_them(bool isSystem)
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is part of systemd.");
        var units = ServiceUnits.Of(
            Plan() with
            {
                IsSystem = isSystem,
                User = "root",
                PullStack = "prod",
                Program = ["/bin/sh", "with space", "and % and $"],
                ProjectFolder = "/tmp",
            }
        );
        foreach (var unit in units)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, unit.Name), unit.Text, TestContext.Current.CancellationToken);
        }

        var start = new ProcessStartInfo(
            Analyze,
            ["verify", .. isSystem ? Array.Empty<string>() : ["--user"], .. units.Select(unit => Path.Combine(_folder.FullName, unit.Name))]
        )
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["XDG_RUNTIME_DIR"] = _folder.FullName;
        using var analysis = Process.Start(start)!;
        var said = await analysis.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await analysis.WaitForExitAsync(TestContext.Current.CancellationToken);

        // What it says of units that are not these is the machine's own affair.
        Assert.DoesNotContain("nanoclaw", said, StringComparison.Ordinal);
    }

    private static ServicePlan Plan() =>
        new()
        {
            IsSystem = false,
            Program = ["/opt/nanoclaw/nanoclaw"],
            ProjectFolder = "/home/ann/assistant",
            SearchPath = "/usr/local/bin:/usr/bin",
            StopPatience = TimeSpan.FromSeconds(45),
        };

    private static void Has(UnitFile unit, string line) => Assert.Contains(line, unit.Text.Split('\n'));
}
