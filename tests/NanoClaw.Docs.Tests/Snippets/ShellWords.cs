using System.Text;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>Takes a shell's text apart into its commands' words, as far as documents use a shell.</summary>
internal static class ShellWords
{
    /// <summary>Each command's words; assignments before it, redirections and comments are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Commands(string text)
    {
        var commands = new List<IReadOnlyList<string>>();
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, isTarget) = (false, false);

        void EndWord()
        {
            if (isWord && !isTarget && !(words.Count == 0 && IsAssignment(word.ToString())))
            {
                words.Add(word.ToString());
            }

            if (isWord)
            {
                isTarget = false;
            }

            word.Clear();
            isWord = false;
        }

        void EndCommand()
        {
            EndWord();
            if (words.Count > 0)
            {
                commands.Add(words);
                words = [];
            }
        }

        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length:
                    i++;
                    if (text[i] != '\n')
                    {
                        word.Append(text[i]);
                        isWord = true;
                    }

                    break;
                case '\'' or '"':
                    var end = text.IndexOf(text[i], i + 1);
                    end = end < 0 ? text.Length : end;
                    word.Append(text, i + 1, end - i - 1);
                    (isWord, i) = (true, end);
                    break;
                case '#' when !isWord:
                    i = text.IndexOf('\n', i) is >= 0 and var next ? next - 1 : text.Length;
                    break;
                case '>' or '<':
                    if (isWord && word.ToString().All(char.IsAsciiDigit))
                    {
                        (isWord, _) = (false, word.Clear());
                    }

                    EndWord();
                    isTarget = true;
                    break;
                case '\n' or ';' or '|' or '&':
                    EndCommand();
                    break;
                case ' ' or '\t':
                    EndWord();
                    break;
                default:
                    word.Append(text[i]);
                    isWord = true;
                    break;
            }
        }

        EndCommand();
        return commands;
    }

    private static bool IsAssignment(string word) => word.IndexOf('=') is > 0 and var sign && word[..sign].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
