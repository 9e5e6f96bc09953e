using System.Text.Json;
using Microsoft.Extensions.Logging.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>What a container sees of this machine.</summary>
public sealed class MountTests : IDisposable
{
    private readonly FakeEngine _engine = new("""result '{"status":"success","result":null}'""");
    private readonly FakeLogger<ContainerAgentRuntime> _log = new();

    /// <summary>Why the extra mount was left out.</summary>
    private string Reason => Assert.Single(_log.Collector.GetSnapshot(), record => record.Id.Id == 9).Message;

    private string Allowed => Path.Combine(_engine.Folder, "allowed");

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_group_has_its_own_folder_to_write_and_the_global_one_to_read()
    {
        Directory.CreateDirectory(Path.Combine(_engine.Groups, "global"));

        var mounts = await MountsAsync(isMain: false);

        Assert.Equal(
            [
                $"type=bind,source={_engine.Groups}/family,target=/workspace/group",
                $"type=bind,source={_engine.Folder}/data/sessions/family/.claude,target=/home/node/.claude",
                $"type=bind,source={_engine.Folder}/data/ipc/family,target=/workspace/ipc",
                $"type=bind,source={_engine.Groups}/global,target=/workspace/global,readonly",
            ],
            mounts
        );
    }

    [Fact]
    public async Task The_main_group_does_not_have_the_global_folder()
    {
        Directory.CreateDirectory(Path.Combine(_engine.Groups, "global"));

        Assert.DoesNotContain(await MountsAsync(isMain: true), mount => mount.Contains("/workspace/global", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_folder_that_is_a_link_out_of_the_groups_is_refused()
    {
        Directory.CreateDirectory(_engine.Groups);
        Directory.CreateSymbolicLink(Path.Combine(_engine.Groups, "family"), Path.GetTempPath());

        var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => MountsAsync(isMain: false));

        Assert.Equal(AgentErrorCodes.MountNotAllowed, failure.Code);
    }

    [Fact]
    public async Task Without_an_allowlist_no_extra_mount_is_made()
    {
        Assert.Null(await ExtraAsync(new ExtraMount(Make("allowed/photos"))));
        Assert.Contains("no allowlist", Reason);
    }

    [Fact]
    public async Task With_a_malformed_allowlist_no_extra_mount_is_made()
    {
        File.WriteAllText(Path.Combine(_engine.Folder, "mount-allowlist.json"), "{ not json");

        Assert.Null(await ExtraAsync(new ExtraMount(Make("allowed/photos"))));
        Assert.Contains("correct it", Reason);
    }

    [Theory]
    [InlineData(true, true, true, false, ",readonly")]
    [InlineData(true, false, true, false, "")]
    [InlineData(true, false, false, false, ",readonly")]
    [InlineData(false, false, true, true, ",readonly")]
    [InlineData(false, false, true, false, "")]
    public async Task A_folder_below_an_allowed_root_is_mounted_and_written_only_where_all_agree(
        bool isMain,
        bool asksReadOnly,
        bool rootAllowsWrite,
        bool nonMainReadOnly,
        string expected
    )
    {
        Allow(rootAllowsWrite, nonMainReadOnly);
        var folder = Make("allowed/photos");

        Assert.Equal(
            $"type=bind,source={folder},target=/workspace/extra/photos{expected}",
            await ExtraAsync(new ExtraMount(folder, ReadOnly: asksReadOnly), isMain)
        );
    }

    [Fact]
    public async Task A_link_is_judged_by_where_it_leads()
    {
        Allow();
        var outside = Make("outside");
        Directory.CreateDirectory(Allowed);
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "out"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_engine.Folder, "in"), Make("allowed/photos"));

        Assert.Null(await ExtraAsync(new ExtraMount(Path.Combine(Allowed, "out"))));
        Assert.Contains("under no allowed root", Reason);
        Assert.Equal(
            $"type=bind,source={Allowed}/photos,target=/workspace/extra/in,readonly",
            await ExtraAsync(new ExtraMount(Path.Combine(_engine.Folder, "in")))
        );
    }

    [Fact]
    public async Task A_link_in_a_circle_is_no_folder()
    {
        Allow();
        Directory.CreateDirectory(Allowed);
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "a"), Path.Combine(Allowed, "b"));
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "b"), Path.Combine(Allowed, "a"));

        Assert.Null(await ExtraAsync(new ExtraMount(Path.Combine(Allowed, "a"))));
    }

    [Theory]
    [InlineData("allowed/.ssh", null, "'.ssh'")]
    [InlineData("allowed/sub/.aws/x", null, "'.aws'")]
    [InlineData("allowed/my.env", null, "'.env'")]
    [InlineData("allowed/id_rsa_old", null, "'id_rsa'")]
    [InlineData("allowed/taxes", null, "'taxes'")]
    [InlineData("allowed-not", null, "under no allowed root")]
    [InlineData("allowed/with,comma", "x", "comma")]
    [InlineData("allowed/photos", "../group", "without '..'")]
    [InlineData("allowed/photos", "a/../../b", "without '..'")]
    [InlineData("allowed/photos", "/etc", "relative")]
    [InlineData("allowed/photos", "x,readonly=false", "','")]
    [InlineData("allowed/photos", " ", "relative")]
    public async Task Anything_else_is_left_out_with_its_reason(string folder, string? containerPath, string reason)
    {
        Allow();

        Assert.Null(await ExtraAsync(new ExtraMount(Make(folder), containerPath)));
        Assert.Contains(reason, Reason);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_left_out()
    {
        Allow();

        Assert.Null(await ExtraAsync(new ExtraMount(Path.Combine(Allowed, "gone"))));
        Assert.Contains("does not exist", Reason);
    }

    private string Make(string folder) => Directory.CreateDirectory(Path.Combine(_engine.Folder, folder)).FullName;

    private void Allow(bool write = true, bool nonMainReadOnly = false)
    {
        Directory.CreateDirectory(Allowed);
        File.WriteAllText(
            Path.Combine(_engine.Folder, "mount-allowlist.json"),
            JsonSerializer.Serialize(
                new
                {
                    allowedRoots = new[]
                    {
                        new
                        {
                            path = Allowed,
                            allowReadWrite = write,
                            description = "pictures",
                        },
                    },
                    blockedPatterns = new[] { "taxes" },
                    nonMainReadOnly,
                }
            )
        );
    }

    private async Task<string?> ExtraAsync(ExtraMount mount, bool isMain = false) =>
        (await MountsAsync(isMain, mount)).SingleOrDefault(m => m.Contains("/workspace/extra", StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> MountsAsync(bool isMain, params ExtraMount[] extra)
    {
        var runtime = new ContainerAgentRuntime(_engine.Options(o => o.ExtraMounts = _ => extra), _log);
        await runtime.StreamAsync(TestRun.Request with { IsMain = isMain }).ListAsync();
        return [.. _engine.Arguments.Zip(_engine.Arguments.Skip(1)).Where(pair => pair.First == "--mount").Select(pair => pair.Second)];
    }
}
