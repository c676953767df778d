using Amqp1.Configuration.Oslo;

namespace Amqp1.Core.Tests.Configuration;

public sealed class OsloIniParserTests
{
    // The expected values were produced with oslo.config 9.0.
    [Theory]
    [InlineData("[DEFAULT]\ns = a b ", "a b")]
    [InlineData("[DEFAULT]\ns: a", "a")]
    [InlineData("[DEFAULT]\ns : a = b", "a = b")]
    [InlineData("[DEFAULT]\ns = a : b", "a : b")]
    [InlineData("[DEFAULT]\ns=", "")]
    [InlineData("[DEFAULT]\ns=\"a b \"", "a b ")]
    [InlineData("[DEFAULT]\ns='a'", "a")]
    [InlineData("[DEFAULT]\ns=\"q'", "\"q'")]
    [InlineData("[DEFAULT]\ns=\"", "")]
    [InlineData("[DEFAULT]\ns='a' 'b'", "a' 'b")]
    [InlineData("[DEFAULT]\ns=1\n  two\n\tthree", "1\ntwo\nthree")]
    [InlineData("[DEFAULT]\ns=1\n  # c\n  two", "1\n# c\ntwo")]
    [InlineData("[DEFAULT]\ns=1 # no comment", "1 # no comment")]
    [InlineData("# c\n; c\n[DEFAULT]\n#s=0\ns=1\n;s=2", "1")]
    [InlineData("[DEFAULT]\r\ns=1\r\n\r\nt=2\r\n", "1")]
    [InlineData("\uFEFF[DEFAULT]\ns=1", "1")]
    [InlineData("[other]\ns=0\n[DEFAULT]\ns=1\n[other]\ns=2", "1")]
    [InlineData("[default]\ns=1", null)]
    [InlineData("[DEFAULT]\nS=1", null)]
    [InlineData("", null)]
    public void A_value_is_what_oslo_reads(string text, string? expected)
    {
        var values = OsloIniParser.Parse(text).Find(new OsloName("DEFAULT", "s"));

        if (expected is null)
        {
            values.ShouldBeNull();
        }
        else
        {
            values.ShouldBe([expected]);
        }
    }

    [Fact]
    public void Repeated_keys_keep_their_order_across_sections_that_repeat() =>
        OsloIniParser.Parse("[g]\ns=a\ns=b\n[h]\n[G]\ns=c").Find(new OsloName("g", "s")).ShouldBe(["a", "b", "c"]);

    [Theory]
    [InlineData("[DEFAULT]\ns=1\n\n  two-secret", "Line 4 is indented")]
    [InlineData("[DEFAULT]\ns=1\n# c\n  two-secret", "Line 4 is indented")]
    [InlineData("[DEFAULT]\n  secret=1", "Line 2 is indented")]
    [InlineData("s=secret", "Line 1 sets a value before")]
    [InlineData("[DEFAULT]\nsecret", "Line 2 has neither")]
    [InlineData("[DEFAULT]\n=secret", "Line 2 has no key")]
    [InlineData("[]\ns=1", "Line 1 has a group without")]
    [InlineData("[DEFAULT\ns=1", "Line 1 starts a group")]
    [InlineData("[DEFAULT] # secret\ns=1", "Line 1 starts a group")]
    public void A_wrong_line_is_named_by_number_and_not_shown(string text, string reason)
    {
        var message = Should.Throw<FormatException>(() => OsloIniParser.Parse(text)).Message;

        message.ShouldContain(reason);
        message.ShouldNotContain("secret");
    }
}
