using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

public sealed class GlobTests
{
    // The expected results are those of Python's fnmatch.fnmatchcase.
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("compute.instance.*", "compute.instance.create.end", true)]
    [InlineData("compute.instance.*", "compute.instances", false)]
    [InlineData("*.end", "compute.instance.create.end", true)]
    [InlineData("*.end", "compute.end.start", false)]
    [InlineData("a*b*c", "axxbyybzzc", true)]
    [InlineData("a*b*c", "axxbyybzz", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[abc]x", "bx", true)]
    [InlineData("[!abc]x", "bx", false)]
    [InlineData("[!abc]x", "dx", true)]
    [InlineData("v[0-9]", "v7", true)]
    [InlineData("v[0-9]", "vx", false)]
    [InlineData("[]]", "]", true)]
    [InlineData("[", "[", true)]
    [InlineData("[ab", "[ab", true)]
    [InlineData("[!", "[!", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("Compute", "compute", false)]
    public void Patterns_match_as_in_Python(string pattern, string text, bool expected) => Glob.IsMatch(pattern, text).ShouldBe(expected);
}
