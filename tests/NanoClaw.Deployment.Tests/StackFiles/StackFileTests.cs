using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Tests.StackFiles;

public sealed class StackFileTests
{
    private static readonly IReadOnlyList<string> Order = [.. SettingKeys.All.Select(definition => definition.Key)];

    [Fact]
    public void A_changed_setting_is_a_changed_line_and_nothing_else()
    {
        const string Text = """
            # The first line.

            config:
              nanoclaw:accountId: "00000000000000000000000000000000"   # the account's
              # Of two lines,
              #   with a  gap.
              nanoclaw:zone: 'example.net'
              other:thing:
                nested: { a: 1, b: [x, y] } # kept
              nanoclaw:runsPerDay: 50
            # The last.
            """;

        var changed = StackFile
            .Parse(Text, "file")
            .With("accountId", new StackValue.Scalar("12345678901234567890123456789012"), Order)
            .With("zone", new StackValue.Scalar("ada.dev"), Order)
            .With("runsPerDay", new StackValue.Scalar("60"), Order);

        Assert.Equal(
            Text.Replace("\"00000000000000000000000000000000\"", "\"12345678901234567890123456789012\"", StringComparison.Ordinal)
                .Replace("'example.net'", "\"ada.dev\"", StringComparison.Ordinal)
                .Replace("runsPerDay: 50", "runsPerDay: 60", StringComparison.Ordinal),
            changed.Text
        );
    }

    [Fact]
    public void What_is_as_it_is_to_be_is_not_touched()
    {
        const string Text = "config: {'nanoclaw:zone': ada.dev, \"nanoclaw:hostnames\": [a.ada.dev]}";
        var file = StackFile.Parse(Text, "file");

        Assert.Same(file, file.With("zone", new StackValue.Scalar("ada.dev"), Order).With("hostnames", new StackValue.List(["a.ada.dev"]), Order));
    }

    [Theory]
    [InlineData(
        "config:\n  nanoclaw:zone: a.dev\n  nanoclaw:hostname: h.a.dev\n",
        "config:\n  nanoclaw:zone: a.dev\n  nanoclaw:zonePlan: pro\n  nanoclaw:hostname: h.a.dev\n"
    )]
    [InlineData("config:\n    nanoclaw:zone: a.dev # the zone", "config:\n    nanoclaw:zone: a.dev # the zone\n    nanoclaw:zonePlan: pro")]
    [InlineData("config:\r\n  nanoclaw:zone: a.dev\r\n# end\r\n", "config:\r\n  nanoclaw:zone: a.dev\r\n  nanoclaw:zonePlan: pro\r\n# end\r\n")]
    [InlineData("# nothing yet\nconfig:\n", "# nothing yet\nconfig:\n  nanoclaw:zonePlan: pro\n")]
    [InlineData("config: {} # empty\n", "config: # empty\n  nanoclaw:zonePlan: pro\n")]
    [InlineData("config: # a remark\n# another\n", "config: # a remark\n  nanoclaw:zonePlan: pro\n# another\n")]
    [InlineData("encryptionsalt: v1:x=:v1:y\n", "encryptionsalt: v1:x=:v1:y\nconfig:\n  nanoclaw:zonePlan: pro\n")]
    [InlineData("encryptionsalt: v1:x=:v1:y", "encryptionsalt: v1:x=:v1:y\nconfig:\n  nanoclaw:zonePlan: pro\n")]
    [InlineData("", "config:\n  nanoclaw:zonePlan: pro\n")]
    [InlineData("# only a remark", "# only a remark\nconfig:\n  nanoclaw:zonePlan: pro\n")]
    [InlineData("---\nconfig:\n  nanoclaw:zone: a.dev\n...\n", "---\nconfig:\n  nanoclaw:zone: a.dev\n  nanoclaw:zonePlan: pro\n...\n")]
    [InlineData(
        "config:\n  nanoclaw:zone: >-\n    a.dev\n\n  # about the host\n  nanoclaw:hostname: h.a.dev\n",
        "config:\n  nanoclaw:zone: >-\n    a.dev\n  nanoclaw:zonePlan: pro\n\n  # about the host\n  nanoclaw:hostname: h.a.dev\n"
    )]
    [InlineData("config:\n  nanoclaw:zone:\n    secure: AAAB # cipher\n", "config:\n  nanoclaw:zone:\n    secure: AAAB # cipher\n  nanoclaw:zonePlan: pro\n")]
    public void A_new_setting_stands_behind_the_one_before_it_in_the_project(string text, string expected) =>
        Assert.Equal(expected, StackFile.Parse(text, "file").With("zonePlan", new StackValue.Scalar("pro"), Order).Text);

    [Theory]
    [InlineData(
        "config:\n  nanoclaw:hostnames:\n    - a.ada.dev # mine\n    # theirs\n    - b.ada.dev\n",
        "config:\n  nanoclaw:hostnames:\n    - a.ada.dev # mine\n    # theirs\n    - b.ada.dev\n    - c.ada.dev\n"
    )]
    [InlineData(
        "config:\n  nanoclaw:hostnames:\n  - a.ada.dev\n  - old.example.com # gone\n  - b.ada.dev\n  nanoclaw:r2: true\n",
        "config:\n  nanoclaw:hostnames:\n  - a.ada.dev\n  - b.ada.dev\n  - c.ada.dev\n  nanoclaw:r2: true\n"
    )]
    [InlineData(
        "config:\n  nanoclaw:hostnames: # all\n    - \"old.example.com\"\n    - \"older.example.com\"\n# end\n",
        "config:\n  nanoclaw:hostnames: # all\n    - \"a.ada.dev\"\n    - \"b.ada.dev\"\n    - \"c.ada.dev\"\n# end\n"
    )]
    [InlineData(
        "config:\n  nanoclaw:hostnames: [a.ada.dev,   old.example.com] # all\n",
        "config:\n  nanoclaw:hostnames: [a.ada.dev, b.ada.dev, c.ada.dev] # all\n"
    )]
    [InlineData(
        "config:\n  nanoclaw:hostnames: [] # none\n  nanoclaw:r2: true\n",
        "config:\n  nanoclaw:hostnames: [a.ada.dev, b.ada.dev, c.ada.dev] # none\n  nanoclaw:r2: true\n"
    )]
    [InlineData(
        "config:\n  nanoclaw:hostnames: # none\n  nanoclaw:r2: true\n",
        "config:\n  nanoclaw:hostnames: # none\n    - a.ada.dev\n    - b.ada.dev\n    - c.ada.dev\n  nanoclaw:r2: true\n"
    )]
    [InlineData(
        "config:\r\n  nanoclaw:hostnames:\r\n    - a.ada.dev\r\n    - x.ada.dev",
        "config:\r\n  nanoclaw:hostnames:\r\n    - a.ada.dev\r\n    - b.ada.dev\r\n    - c.ada.dev\r\n"
    )]
    public void A_list_keeps_its_remarks_and_what_stays_stays_in_its_place(string text, string expected)
    {
        var changed = StackFile.Parse(text, "file").With("hostnames", new StackValue.List(["a.ada.dev", "b.ada.dev", "c.ada.dev"]), Order);

        Assert.Equal(expected.TrimEnd(), changed.Text.TrimEnd());
        Assert.Equal(["a.ada.dev", "b.ada.dev", "c.ada.dev"], changed.List("hostnames"));
    }

    [Theory]
    [InlineData(
        "config:\n  nanoclaw:modelApiKey: none # for now\n  nanoclaw:r2: true\n",
        "config:\n  nanoclaw:modelApiKey: # for now\n    secure: v1:AAAB\n  nanoclaw:r2: true\n"
    )]
    [InlineData("config:\n  nanoclaw:modelApiKey:\n    secure: v1:OLD # set in May\n", "config:\n  nanoclaw:modelApiKey:\n    secure: v1:AAAB # set in May\n")]
    [InlineData("config:\n  nanoclaw:modelApiKey: { secure: v1:OLD } # set in May\n", "config:\n  nanoclaw:modelApiKey: { secure: v1:AAAB } # set in May\n")]
    [InlineData("config:\n  nanoclaw:config:modelApiKey:\n    secure: v1:OLD\n", "config:\n  nanoclaw:config:modelApiKey:\n    secure: v1:AAAB\n")]
    public void A_secret_takes_the_place_of_what_was_there(string text, string expected) =>
        Assert.Equal(
            expected.Replace("v1:AAAB", "\"v1:AAAB\"", StringComparison.Ordinal),
            StackFile.Parse(text, "file").With("modelApiKey", new StackValue.Secure("v1:AAAB"), Order).Text
        );

    [Theory]
    [InlineData("config:\n  nanoclaw:zone: &z a.dev\n  nanoclaw:hostname: *z\n")]
    [InlineData("config: {nanoclaw:hostname: h.a.dev}\n")]
    [InlineData("config:\n  ? nanoclaw:zone\n  : a.dev\n")]
    public void What_cannot_be_changed_safely_is_left_alone(string text)
    {
        var file = StackFile.Parse(text, "Pulumi.dev.yaml");

        DeploymentException? refused = null;
        try
        {
            var changed = file.With("zone", new StackValue.Scalar("b.dev"), Order).With("zonePlan", new StackValue.Scalar("pro"), Order);
            // Where it can be changed after all, it says what was meant and nothing else has changed.
            Assert.Equal("b.dev", changed.Scalar("zone"));
            Assert.Equal(file.Scalar("hostname"), changed.Scalar("hostname"));
        }
        catch (DeploymentException exception)
        {
            refused = exception;
        }

        Assert.True(refused is null || refused.Message.Contains("Change it by hand", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("config:\n\tnanoclaw:zone: a\n", "not well-formed")]
    [InlineData("config:\n  nanoclaw:zone: a\n  nanoclaw:zone: b\n", "there twice")]
    [InlineData("config: [a]\n", "must hold keys and values")]
    [InlineData("a: 1\n---\nb: 2\n", "more than one")]
    [InlineData("- a\n", "no keys and values")]
    public void A_malformed_file_is_told(string text, string words) =>
        Assert.Contains(words, Assert.Throws<DeploymentException>(() => StackFile.Parse(text, "file")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("plain.name")]
    [InlineData("true")]
    [InlineData("17")]
    [InlineData("0017")]
    [InlineData("1e5")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData(" blank before")]
    [InlineData("colon: in it # and a remark")]
    [InlineData("quote \" and \\ and\nline\ttab\u2028 \u0001 é 🦀")]
    [InlineData("http.host eq \"a.dev\" and not ip.src in {192.0.2.0/24}")]
    [InlineData("- dash")]
    [InlineData("*star")]
    [InlineData("2026-11-26")]
    public void Any_text_comes_back_as_it_was(string text)
    {
        var file = StackFile
            .Parse("config:\n", "file")
            .With("modelName", new StackValue.Scalar(text), Order)
            .With("extraRules", new StackValue.List([text, "other"]), Order);

        Assert.Equal(text, file.Scalar("modelName"));
        Assert.Equal([text, "other"], file.List("extraRules"));
    }

    [Fact]
    public void The_stack_files_of_the_repository_can_be_changed_in_each_of_their_settings()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
        {
            folder = folder.Parent!;
        }

        foreach (var stack in new StackFolder(folder.FullName).Names())
        {
            var file = new StackFolder(folder.FullName).Read(stack)!;
            var remarks = file.Text.Split('\n').Where(line => line.TrimStart().StartsWith('#')).ToList();
            foreach (var (key, value) in file.All())
            {
                StackValue other = value is StackValue.List list ? new StackValue.List([.. list.Items, "added.example.com"]) : new StackValue.Scalar("7");
                var changed = file.With(key, other, Order);
                Assert.Equal(remarks, changed.Text.Split('\n').Where(line => line.TrimStart().StartsWith('#')));
                Assert.Equal(file.All().Keys, changed.All().Keys);
            }
        }
    }

    /// <summary>What people write, and what <c>pulumi config set</c> makes of it: every number becomes a text.</summary>
    [Theory]
    [InlineData("config:\n  nanoclaw:rotationVersion: 9\n", "config:\n  nanoclaw:rotationVersion: 10\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion: \"9\"\n", "config:\n  nanoclaw:rotationVersion: \"10\"\n")]
    [InlineData(
        "config:\n  nanoclaw:rotationVersion: \"9\" # raised by the workflow\n",
        "config:\n  nanoclaw:rotationVersion: \"10\" # raised by the workflow\n"
    )]
    [InlineData("config:\n  nanoclaw:rotationVersion:   9   # a comment: 9\n", "config:\n  nanoclaw:rotationVersion:   10   # a comment: 9\n")]
    [InlineData("config:\n  \"nanoclaw:rotationVersion\": 9\n", "config:\n  \"nanoclaw:rotationVersion\": 10\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion:\n    9\n", "config:\n  nanoclaw:rotationVersion:\n    10\n")]
    [InlineData("config:\n  nanoclaw:config:rotationVersion: 9\n", "config:\n  nanoclaw:config:rotationVersion: 10\n")]
    [InlineData("config:\n  rotationVersion: 9\n", "config:\n  rotationVersion: 10\n")]
    [InlineData("config: { nanoclaw:rotationVersion: 9, nanoclaw:zone: a }\n", "config: { nanoclaw:rotationVersion: 10, nanoclaw:zone: a }\n")]
    [InlineData("# mine\r\nconfig:\r\n  # why\r\n  nanoclaw:rotationVersion: 9\r\n", "# mine\r\nconfig:\r\n  # why\r\n  nanoclaw:rotationVersion: 10\r\n")]
    [InlineData(
        "config:\n  nanoclaw:maxSteps: 9\n  nanoclaw:rotationVersion: 9\n  nanoclaw:x: 9",
        "config:\n  nanoclaw:maxSteps: 9\n  nanoclaw:rotationVersion: 10\n  nanoclaw:x: 9"
    )]
    public void A_number_is_raised_and_nothing_else(string text, string changed)
    {
        var file = StackFile.Parse(text, "file");

        Assert.Equal(9, file.Number("rotationVersion", otherwise: 1));
        Assert.Equal(changed, file.With("rotationVersion", new StackValue.Scalar("10"), Order).Text);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("[1]")]
    [InlineData("99999999999")]
    public void A_number_that_is_none_is_refused(string value) =>
        Assert.Contains(
            "no whole number",
            Assert
                .Throws<DeploymentException>(() => StackFile.Parse($"config:\n  nanoclaw:rotationVersion: {value}\n", "file").Number("rotationVersion", 1))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_stack_may_be_named_with_its_owner_and_one_that_is_not_there_is_told_with_those_that_are()
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-stacks-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Pulumi.prod.yaml"), "config:\n  nanoclaw:zone: a\n");
            var stacks = new StackFolder(folder);

            Assert.Equal("a", stacks.Demand("me/nanoclaw/prod").Scalar("zone"));
            Assert.Contains("The stacks here are: prod.", Assert.Throws<DeploymentException>(() => stacks.Demand("mine")).Message, StringComparison.Ordinal);
            Assert.All(["../prod", "me//prod", "a/b/c/prod", ""], name => Assert.Throws<DeploymentException>(() => stacks.PathOf(name)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
