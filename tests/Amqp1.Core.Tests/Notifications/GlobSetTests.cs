using System.Text;
using System.Text.RegularExpressions;
using Amqp1.Notifications;
using CsCheck;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests sets of characters in patterns, and compares random patterns with regular expressions.</summary>
public sealed class GlobSetTests
{
    // The expected results are those of Python's fnmatch.fnmatchcase.
    [Theory]
    [InlineData("[a-c]", "a", true)]
    [InlineData("[a-c]", "b", true)]
    [InlineData("[a-c]", "c", true)]
    [InlineData("[a-c]", "d", false)]
    [InlineData("[b-c]", "a", false)]
    [InlineData("[a-c]", "-", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[a-]", "a", true)]
    [InlineData("[a-]", "b", false)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[-a]", "a", true)]
    [InlineData("[a-ce]", "c", true)]
    [InlineData("[a-ce]", "d", false)]
    [InlineData("[a-ce]", "e", true)]
    [InlineData("[a-cx-z]", "y", true)]
    [InlineData("[a-cx-z]", "d", false)]
    [InlineData("[!a-c]", "b", false)]
    [InlineData("[!a-c]", "d", true)]
    [InlineData("[!]a]", "]", false)]
    [InlineData("[!]a]", "b", true)]
    [InlineData("[]a]", "a", true)]
    [InlineData("[]-a]", "]", true)]
    [InlineData("[!]", "[!]", true)]
    [InlineData("[]", "[]", true)]
    [InlineData("[]", "]", false)]
    [InlineData("[!", "x", false)]
    [InlineData("x[", "x[", true)]
    [InlineData("x[a", "x[a", true)]
    [InlineData("[a]*", "abc", true)]
    [InlineData("*[a]", "cba", true)]
    [InlineData("*[a]", "abc", false)]
    [InlineData("[a][b]", "ab", true)]
    [InlineData("[?]", "?", true)]
    [InlineData("[?]", "x", false)]
    [InlineData("[*]", "x", false)]
    [InlineData("?", "", false)]
    [InlineData("**", "", true)]
    [InlineData("a**", "a", true)]
    [InlineData("a*?", "a", false)]
    [InlineData("a*?", "ab", true)]
    public void Sets_match_as_in_Python(string pattern, string text, bool expected) => Glob.IsMatch(pattern, text).ShouldBe(expected);

    [Fact]
    public void Patterns_match_what_the_regular_expressions_of_Python_match() => Gen
        .Select(Gen.Char["ab*?[]!"].Array[0, 8], Gen.Char["ab[]!"].Array[0, 6])
        .Sample(
            (pattern, text) => Glob.IsMatch(pattern, text).ShouldBe(Regex.IsMatch(new string(text), RegexOf(new string(pattern)))),
            iter: 50_000);

    /// <summary>Translates a pattern without ranges as Python's fnmatch.translate does.</summary>
    private static string RegexOf(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var first = i + 1 < pattern.Length && pattern[i + 1] == '!' ? i + 2 : i + 1;
            var end = pattern[i] == '[' && first + 1 <= pattern.Length ? pattern.IndexOf(']', Math.Min(first + 1, pattern.Length)) : -1;
            if (end > 0)
            {
                regex.Append(first == i + 2 ? "[^" : "[").Append(pattern[first..end].Replace("]", @"\]").Replace("[", @"\[").Replace("!", @"\!")).Append(']');
                i = end;
            }
            else
            {
                regex.Append(pattern[i] switch
                {
                    '*' => ".*",
                    '?' => ".",
                    var other => Regex.Escape(other.ToString()).Replace("]", @"\]"),
                });
            }
        }

        return regex.Append(@"\z").ToString();
    }
}
