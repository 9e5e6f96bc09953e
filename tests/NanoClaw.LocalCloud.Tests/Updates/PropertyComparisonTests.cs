using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Tests.Updates;

public sealed class PropertyComparisonTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "")]
    [InlineData("""{"a":null}""", """{}""", "")]
    [InlineData("""{"a":"x"}""", """{"a":"y","b":[]}""", "~a +b")]
    [InlineData("""{"a":{"b":true}}""", """{"a":{"b":false}}""", "~a.b")]
    [InlineData("""{"a":{}}""", """{}""", "-a")]
    [InlineData(
        """{"bindings":[{"name":"A","text":"1"},{"name":"B","text":"2"}]}""",
        """{"bindings":[{"name":"A","text":"1"},{"name":"C","text":"2"}]}""",
        "+bindings[C] -bindings[B]"
    )]
    [InlineData("""{"rules":[{"ref":"a"},{"ref":"b"}]}""", """{"rules":[{"ref":"b"},{"ref":"a"}]}""", "~rules (order)")]
    [InlineData("""{"rules":[{"ref":"a","x":1}]}""", """{"rules":[{"ref":"z"},{"ref":"a","x":2}]}""", "+rules[z] ~rules[a].x")]
    [InlineData("""{"triggers":["h",1,"u"]}""", """{"triggers":["h",2,"u"]}""", "~triggers[1]")]
    [InlineData("""{"list":["a","b"]}""", """{"list":["b"]}""", "-list[0]")]
    [InlineData("""{"list":["a","b"]}""", """{"list":["b","a"]}""", "~list (order)")]
    [InlineData("""{"list":["a"]}""", """{"list":["n","a"]}""", "+list[0]")]
    [InlineData("""{"list":[{"name":"A"},{"name":"A"}]}""", """{"list":[{"name":"A"}]}""", "-list[1]")]
    [InlineData("""{"s":"[secret]"}""", """{"s":"[secret 12ab34cd]"}""", "")]
    [InlineData("""{"s":"[secret 12ab34cd]"}""", """{"s":"[secret 00000000]"}""", "~s")]
    [InlineData("""{"s":"[900 characters]"}""", """{"s":"[900 characters, sha256 0123456789abcdef]"}""", "")]
    [InlineData("""{"s":"[900 characters]"}""", """{"s":"[901 characters, sha256 0123456789abcdef]"}""", "~s")]
    public void What_differs_is_named_by_its_path(string before, string after, string expected)
    {
        var changes = PropertyComparison.Of((JsonObject)JsonNode.Parse(before)!, (JsonObject)JsonNode.Parse(after)!);

        Assert.Equal(expected, string.Join(' ', changes.Select(c => $"{(c.Before is null ? '+' : c.After is null ? '-' : '~')}{c.Path}")));
    }

    [Theory]
    [InlineData("name", """{"name":"old","rules":[{"x":8},{"x":9}]}""")]
    [InlineData("rules[0].x", """{"name":"new","rules":[{"x":1},{"x":9}]}""")]
    [InlineData("rules[*].x", """{"name":"new","rules":[{"x":1},{"x":2}]}""")]
    [InlineData("*", """{"name":"old","rules":[{"x":1},{"x":2}],"only":1}""")]
    [InlineData("only", """{"name":"new","rules":[{"x":8},{"x":9}],"only":1}""")]
    [InlineData("another", """{"name":"new","rules":[{"x":8},{"x":9}]}""")]
    [InlineData("rules[7].x", """{"name":"new","rules":[{"x":8},{"x":9}]}""")]
    [InlineData("[\"name\"]", """{"name":"old","rules":[{"x":8},{"x":9}]}""")]
    public void What_is_ignored_stays_as_it_stood(string path, string expected)
    {
        var stood = (JsonObject)JsonNode.Parse("""{"name":"old","rules":[{"x":1},{"x":2}],"only":1}""")!;
        var planned = (JsonObject)JsonNode.Parse("""{"name":"new","rules":[{"x":8},{"x":9}]}""")!;
        if (path == "another")
        {
            planned["another"] = 1;
        }

        IgnoredPath.Restore(path, stood, planned);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), planned), planned.ToJsonString());
    }
}
