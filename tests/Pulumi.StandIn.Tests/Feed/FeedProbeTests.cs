namespace Pulumi.StandIn.Tests.Feed;

public sealed class FeedProbeTests : IDisposable
{
    private readonly ProbedRepository _repository = new();

    [Fact]
    public async Task A_feed_without_the_packages_means_the_stand_in_until_it_is_asked_again()
    {
        var before = await _repository.RestoreAsync();
        ProbedRepository.PublishPulumi(_repository.FirstFeed);
        var sameDay = await _repository.RestoreAsync();
        _repository.ForgetAnswer();
        var askedAgain = await _repository.RestoreAsync();

        Assert.Contains("Pulumi SDK: standin", Assert.Single(before.Announcements));
        Assert.True(before.UsesStandIn);
        Assert.True(sameDay.UsesStandIn);
        Assert.Contains("Pulumi SDK: official", Assert.Single(askedAgain.Announcements));
        Assert.False(askedAgain.UsesStandIn);
    }

    [Fact]
    public async Task Other_sources_are_asked_anew_in_the_same_restore_that_uses_them()
    {
        _ = await _repository.RestoreAsync();
        ProbedRepository.PublishPulumi(_repository.SecondFeed);

        var changed = await _repository.RestoreAsync("--source", _repository.SecondFeed);

        Assert.Contains("Pulumi SDK: official", Assert.Single(changed.Announcements));
        Assert.False(changed.UsesStandIn);
        Assert.Contains("\"Pulumi.Cloudflare/6.17.0\"", changed.Assets);
    }

    [Fact]
    public async Task Another_version_of_a_package_is_not_the_pinned_one()
    {
        ProbedRepository.PublishPulumi(_repository.SecondFeed, cloudflare: "6.18.0");

        var result = await _repository.RestoreAsync("--source", _repository.SecondFeed);

        Assert.Contains("Pulumi SDK: standin", Assert.Single(result.Announcements));
    }

    [Fact]
    public async Task Packages_that_vanished_from_the_feed_are_used_while_they_are_kept_and_asked_for_once_they_are_cleared()
    {
        ProbedRepository.PublishPulumi(_repository.FirstFeed);
        _ = await _repository.RestoreAsync();
        ProbedRepository.Withdraw(_repository.FirstFeed);
        var kept = await _repository.RestoreAsync();
        _repository.ClearPackages();
        var cleared = await _repository.RestoreAsync();

        Assert.Contains("Pulumi SDK: official", Assert.Single(kept.Announcements));
        Assert.False(kept.UsesStandIn);
        Assert.Contains("Pulumi SDK: standin", Assert.Single(cleared.Announcements));
        Assert.Equal(0, cleared.ExitCode);
        Assert.True(cleared.UsesStandIn);
    }

    [Fact]
    public async Task A_property_decides_without_asking()
    {
        var standin = await _repository.RestoreAsync("-p:PulumiSdk=standin", "--source", ProbedRepository.DeadSource);
        var official = await _repository.RestoreAsync("-p:PulumiSdk=official");
        var wrong = await _repository.RestoreAsync("-p:PulumiSdk=other");

        Assert.Contains("Pulumi SDK: standin, as -p:PulumiSdk says.", standin.Output);
        Assert.Contains("NU1101: Unable to find package Pulumi", official.Output);
        Assert.Contains("-p:PulumiSdk=other: it is 'official'", wrong.Output);
        Assert.False(_repository.HasAnswer);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_an_error_and_no_answer()
    {
        var result = await _repository.RestoreAsync("--source", ProbedRepository.DeadSource);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("could not be asked whether they carry the Pulumi packages", result.Output);
        Assert.Contains("-p:PulumiSdk=standin", result.Output);
        Assert.False(_repository.HasAnswer);
    }

    public void Dispose() => _repository.Dispose();
}
