using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Docs.Tests.Snippets;

namespace NanoClaw.Docs.Tests;

/// <summary>What a reader must not find in a document is found by its check.</summary>
public sealed class WrongSnippetTests
{
    [Theory]
    [InlineData("", "anything", "is none of csharp")]
    [InlineData("rust", "fn main() {}", "is none of csharp")]
    [InlineData("csharp", "using NanoClaw.Agents;\nnew AgentRequst();", "'AgentRequst' could not be found")]
    [InlineData("csharp in:Agent", "await runtime.RunAsnc();", "'RunAsnc'")]
    [InlineData("csharp in:Nowhere", "return;", "no frame")]
    [InlineData("csharp later", "return;", "means nothing")]
    [InlineData("sh", "nanoclaw status", "does not say who runs it")]
    [InlineData("sh tomorrow", "nanoclaw status", "does not say who runs it")]
    [InlineData("sh account", "pulumi up", "# needs an account")]
    [InlineData("sh machine", "nanoclaw service install", "# changes this machine")]
    [InlineData("sh cli", "nanoclaw preview", "does not begin with ./nanoclaw")]
    [InlineData("sh by:NoSuchTests", "nanoclaw status", "no test class NoSuchTests")]
    [InlineData("sh by:ChatTests", "nanoclaw rotate --stack dev", "run no 'nanoclaw rotate'")]
    [InlineData("sh run", "if true; then", "Syntax error")]
    [InlineData("sh run", "nanoclaw statsu", "statsu")]
    [InlineData("sh run", "FOO=1 ./nanoclaw dev --prot 1 | cat", "--prot")]
    [InlineData("sh run", "nanoclaw groups add", "Required argument")]
    [InlineData("sh run", "nanoclaw groups set main --fetch sometimes", "sometimes")]
    [InlineData("sh run", "frobnicate --all", "nobody here knows 'frobnicate'")]
    [InlineData("sh run", "true && eng/build.sh everything", "eng/build.sh has no 'everything'")]
    [InlineData("sh run", "just everything", "no recipe 'everything'")]
    [InlineData("sh run", "cd src/moltworker && npm run nothing", "no script 'nothing'")]
    [InlineData("sh run", "node no-such.mjs", "there is no ./no-such.mjs")]
    [InlineData("sh run", "dotnet test tests/NoSuch.Tests", "there is no ./tests/NoSuch.Tests")]
    [InlineData("sh run", "pulumi config set --secret modelApiKy x", "no stack has the setting 'modelApiKy'")]
    [InlineData("sh run", "pulumi config set --path 'hostname[2]' x.example.com\npulumi config rm hostnme", "'hostnme'")]
    [InlineData("json", "{ \"a\": 1, }", "trailing comma")]
    [InlineData("yaml", "a: [", "parsing")]
    [InlineData("yaml", "nanoclaw:zonePlam: free", "zonePlam")]
    [InlineData("yaml", "nanoclaw:zonePlan: gold", "gold")]
    [InlineData("yaml", "rules:\n  - effect: anything\n    decision: allow", "anything")]
    [InlineData("yaml", "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest", "no steps")]
    [InlineData("yaml", "name: x", "nobody here reads")]
    [InlineData("xml", "<a><b></a>", "'b'")]
    [InlineData("dotenv", "CLOUDFLARE_AGENT_TOKN=x", "CLOUDFLARE_AGENT_TOKN")]
    [InlineData("text", "$ nanoclaw status", "is a command")]
    [InlineData("text", "nanoclaw status", "is a command")]
    public async Task A_wrong_block_is_found(string info, string body, string mistake)
    {
        var found = await MistakesAsync(info, body);

        Assert.Contains(mistake, string.Join('\n', found), StringComparison.OrdinalIgnoreCase);
        Assert.All(found, line => Assert.StartsWith("test.md:1: ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "csharp",
        "using NanoClaw.Agents;\nConsole.WriteLine(new AgentRequest { Prompt = \"Hi\", GroupFolder = \"a\", ChatJid = \"a\", IsMain = false });"
    )]
    [InlineData("csharp", "internal sealed class Shown;")]
    [InlineData("sh account", "# needs an account\ngit revert <commit>\npulumi up --stack prod")]
    [InlineData("sh cli", "./nanoclaw preview --stack dev   # a remark")]
    [InlineData("sh by:ChatTests", "echo \"What's on?\" | nanoclaw chat --json < a > b 2>&1")]
    [InlineData("yaml", "nanoclaw:extraRules:\n  - office block http.host eq \"a.example.com\"")]
    [InlineData("yaml", "config:\n  nanoclaw:zonePlan: pro")]
    [InlineData("xml", "<PackageReference Include=\"A\" />\n<PackageReference Include=\"B\" />")]
    [InlineData("dotenv", "# a remark\nASSISTANT_NAME=Andy")]
    [InlineData("text", "nanoclaw: what it says\n  a picture")]
    public async Task A_right_block_is_let_be(string info, string body) => Assert.Equal([], await MistakesAsync(info, body));

    [Theory]
    [InlineData("nanoclaw grups list", "grups")]
    [InlineData("./nanoclaw groups set FOLDER --fetsh off", "--fetsh")]
    [InlineData("nanoclaw groups set FOLDER --fetch off|asked|everywhere", "everywhere")]
    [InlineData("git pull && ./nanoclaw verson", "verson")]
    public void A_command_that_does_not_exist_is_found_in_a_sentence(string code, string word) =>
        Assert.Contains(word, string.Join('\n', NamedCommand.Mistakes(code)), StringComparison.Ordinal);

    [Theory]
    [InlineData("nanoclaw tasks")]
    [InlineData("nanoclaw messages retry")]
    [InlineData("./nanoclaw ...")]
    [InlineData("nanoclaw groups set FOLDER --fetch off|asked|links|open")]
    public void A_command_may_be_named_without_all_that_it_takes(string code) => Assert.Equal([], NamedCommand.Mistakes(code));

    private static Task<IReadOnlyList<string>> MistakesAsync(string info, string body) =>
        SnippetChecks.MistakesAsync(Assert.Single(Document.Of("test.md", $"```{info}\n{body}\n```\n").Fences));
}
