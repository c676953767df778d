using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class TransportUrlTests
{
    // The second column has host, port, user and password of each host, separated by blanks; '-' is null and '_' is empty. The last three
    // columns are virtual host ('-' is null), query and whether credentials are mixed.
    [Theory]
    [InlineData("amqp://", "localhost 5672 - -", "-", "", false)]
    [InlineData("amqp:///vh", "localhost 5672 - -", "vh", "", false)]
    [InlineData("amqp://u:p@h1:1,u2:p2@h2:2/v", "h1 1 u p|h2 2 u2 p2", "v", "", false)]
    [InlineData("amqp://u:p@h1,h2", "h1 5672 u p|h2 5672 - -", "-", "", true)]
    [InlineData("amqp://u%40r:p%3A%2F%40@h/a%2Fb", "h 5672 u@r p:/@", "a/b", "", false)]
    [InlineData("amqp://u@r:p@h/", "h 5672 u@r p", "-", "", false)]
    [InlineData("amqp://[::1]:5672/", "::1 5672 - -", "-", "", false)]
    [InlineData("amqp://:p@h", "h 5672 - p", "-", "", false)]
    [InlineData("amqp://u:p+q@h/v?sasl_mechanisms=PLAIN+EXTERNAL", "h 5672 u p+q", "v", "sasl_mechanisms=PLAIN EXTERNAL", false)]
    [InlineData("AMQP+foo://h", "h 5672 - -", "-", "", false)]
    [InlineData("  amqp://h  ", "h 5672 - -", "-", "", false)]
    [InlineData("amqp://,h1,,h2,", "h1 5672 - -|h2 5672 - -", "-", "", false)]
    [InlineData("amqp://a:b@c:d:e@h", "h 5672 a b@c:d:e", "-", "", false)]
    [InlineData("amqp://u@h1,u:p@h2", "h1 5672 u -|h2 5672 u p", "-", "", true)]
    [InlineData("amqp://u:@h", "h 5672 u _", "-", "", false)]
    [InlineData("amqp://u:100%@h", "h 5672 u 100%", "-", "", false)]
    [InlineData("amqp://h:", "h 5672 - -", "-", "", false)]
    [InlineData("amqp://[::1]:1,[::2]:2", "::1 1 - -|::2 2 - -", "-", "", false)]
    [InlineData("amqp://[::1],h2:3", "::1 5672 - -|h2 3 - -", "-", "", false)]
    [InlineData("amqp://u:p@[::1]:1,u:p@h:2", "::1 1 u p|h 2 u p", "-", "", false)]
    [InlineData("amqp://h//", "h 5672 - -", "/", "", false)]
    [InlineData("amqp://h/v/w", "h 5672 - -", "v/w", "", false)]
    [InlineData("amqp://h/v#fragment?x=1", "h 5672 - -", "v", "", false)]
    [InlineData("amqp://h?ssl=1", "h 5672 - -", "-", "ssl=1", false)]
    [InlineData("amqp://h?a=1&b=%2C+2&a=3&c=&d", "h 5672 - -", "-", "a=1,3;b=, 2", false)]
    [InlineData("amqp://u:p@h1,\nu:p@h2/v\r\n", "h1 5672 u p|h2 5672 u p", "v", "", false)]
    [InlineData("amqp://h/v?container_name=a@b", "h 5672 - -", "v", "container_name=a@b", false)]
    [Trait("Conformance", "70")]
    public void Text_becomes_hosts_virtual_host_and_query(string text, string hosts, string virtualHost, string query, bool mixed)
    {
        var url = TransportUrl.Parse(text);

        string.Join('|', url.Hosts.Select(h => $"{h.Host} {h.Port} {Show(h.User)} {Show(h.Password)}")).ShouldBe(hosts);
        (url.VirtualHost ?? "-").ShouldBe(virtualHost);
        string.Join(';', url.Query.Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(query);
        url.HasMixedCredentials.ShouldBe(mixed);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("h1:5672/v", "no scheme")]
    [InlineData("://h", "no scheme")]
    [InlineData("amqps://h", "ssl=1")]
    [InlineData("AMQPS+x://h", "ssl=1")]
    [InlineData("kafka://u:p@h", "scheme 'kafka', which must be 'amqp' or 'rabbit'")]
    [InlineData("rabbits://h", "rabbit+tls://")]
    [InlineData("rabbit+x://h", "scheme 'rabbit+x', which must be 'rabbit'")]
    [InlineData("kombu://h", "scheme 'kombu', which must be 'rabbit'")]
    [InlineData("kombu+memory://h", "scheme 'kombu+memory', which must be 'rabbit'")]
    [InlineData("rabbit+tls://h?ssl=0", "both a scheme with TLS and the option 'ssl'")]
    [InlineData("a b://h", "no valid scheme")]
    [InlineData("amqp://[::1", "']'")]
    [InlineData("amqp://h1,[h2]", "host 2 of 2 has no IPv6 address")]
    [InlineData("amqp://[::1]x", "after ']'")]
    [InlineData("amqp://h:x", "1 to 65535")]
    [InlineData("amqp://h:0", "1 to 65535")]
    [InlineData("amqp://h:65536", "1 to 65535")]
    [InlineData("amqp://h:-1", "1 to 65535")]
    [InlineData("amqp://::1", "has no name")]
    [InlineData("amqp://fe80::1", "in brackets")]
    [InlineData("amqp://u:p@", "has no name")]
    [InlineData("amqp://:5672", "has no name")]
    [InlineData("amqp://a b", "blank")]
    [InlineData("amqp://h[::1]", "bracket")]
    [InlineData("amqp://h]", "bracket")]
    [InlineData("amqp://h/\u0001", "control")]
    [InlineData("amqp://h/%FF", "not valid UTF-8")]
    [InlineData("amqp://u:%C3@h", "not valid UTF-8")]
    [InlineData("amqp://u:12/34@h", "'@' after its hosts")]
    [InlineData("amqp://u:12#34@h", "'@' after its hosts")]
    [InlineData("amqp://u:12?34@h", "'@' after its hosts")]
    [Trait("Conformance", "70")]
    public void What_cannot_be_used_is_refused_with_the_reason(string text, string reason) =>
        Should.Throw<InvalidTransportUrlException>(() => TransportUrl.Parse(text)).Message.ShouldContain(reason);

    [Fact]
    public void Broken_text_is_refused() =>
        Should.Throw<InvalidTransportUrlException>(() => TransportUrl.Parse("amqp://h/\ud800x")).Message.ShouldContain("invalid UTF-16");

    [Theory]
    [InlineData("amqp://u:secret/x@h")]
    [InlineData("amqp://u:12/secret@h")]
    [InlineData("amqp://u:12#secret@h")]
    [InlineData("amqp://u:12?secret@h")]
    [InlineData("amqp://u:a,secret@h")]
    [InlineData("amqp://u:a,secret:b@h")]
    [InlineData("amqp://u:secret%FF@h")]
    [InlineData("amqp://u:secret@[::1")]
    [InlineData("amqp://u:secret@h:x")]
    [InlineData("amqp://u:secret@")]
    [InlineData("u:secret@h")]
    [InlineData("amqps://u:secret@h")]
    [InlineData("u:secret@h://")]
    [InlineData("amqp://u:sec\u0001ret@h")]
    public void No_part_of_a_password_is_in_a_message_or_in_the_masked_text(string text)
    {
        string shown;
        try
        {
            shown = TransportUrl.Parse(text).ToString();
        }
        catch (InvalidTransportUrlException refused)
        {
            shown = refused.Message;
        }

        shown.ShouldNotContain("secret");
        shown.ShouldNotContain("ret@");
    }

    [Fact]
    public void Masked_text_shows_all_but_passwords()
    {
        var url = TransportUrl.Parse("amqp://u%40r:secret@h1,[::1]:7/a%2Fb%20c?ssl_key_password=secret&trace=1");

        url.ToString().ShouldBe("amqp://u%40r:***@h1:5672,[::1]:7/a/b%20c?ssl_key_password=***&trace=1");
        url.Hosts[0].ToString().ShouldBe("u%40r:***@h1:5672");
        $"{url.Hosts[0]}".ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("amqp://", "amqp://localhost:5672/")]
    [InlineData("amqp+x://u@h1,:p@h2/", "amqp://u@h1:5672,:p@h2:5672/")]
    [InlineData("amqp://u:p:/@[::1]", null)]
    [InlineData("amqp://u:p:%2F@[::1]//", "amqp://u:p%3A%2F@[::1]:5672//")]
    [InlineData("amqp://h/ä?x=a+b%26", "amqp://h:5672/%C3%A4?x=a%20b%26")]
    public void Full_text_is_canonical(string text, string? expected)
    {
        if (expected is null)
        {
            Should.Throw<InvalidTransportUrlException>(() => TransportUrl.Parse(text));
            return;
        }

        TransportUrl.Parse(text).ToUrl().ShouldBe(expected);
    }

    [Theory]
    [InlineData("amqp://h", "amqp://h:5672/", true)]
    [InlineData("amqp://h?a=1&b=2", "amqp://h?b=2&a=1", true)]
    [InlineData("amqp://h1,h2", "amqp://h2,h1", false)]
    [InlineData("amqp://h", "amqp://h/v", false)]
    [InlineData("amqp://h", "amqp://h?a=1", false)]
    [InlineData("amqp://h?a=1", "amqp://h?a=2", false)]
    [InlineData("amqp://u:p@h", "amqp://u:q@h", false)]
    public void Equality_is_hosts_virtual_host_and_query(string one, string other, bool equal)
    {
        var left = TransportUrl.Parse(one);
        var right = TransportUrl.Parse(other);

        left.Equals(right).ShouldBe(equal);
        left.Equals((object)right).ShouldBe(equal);
        if (equal)
        {
            left.GetHashCode().ShouldBe(right.GetHashCode());
        }
    }

    [Fact]
    public void Hosts_and_query_cannot_be_changed()
    {
        var url = TransportUrl.Parse("amqp://h?a=1");

        Should.Throw<NotSupportedException>(() => ((IList<TransportHost>)url.Hosts)[0] = new TransportHost("x"));
        Should.Throw<NotSupportedException>(() => ((IDictionary<string, string>)url.Query)["a"] = "2");
    }

    private static string Show(string? text) => text switch { null => "-", "" => "_", _ => text };
}
